import { randomBytes } from 'node:crypto';
import { access, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clearStrays } from '../../../src/adapters/media/clear-strays.ts';
import { PLAYGROUND_WORKSPACE } from '../../../src/adapters/playground/people.ts';
import { channelId, outboxId } from '../../../src/core/ids.ts';
import { withPaidApp } from '../../support/paid-app.ts';
import { until } from '../../support/until.ts';

describe('downloads that were stored and are no clips', () => {
  const paid = withPaidApp();

  it('go after a day, and nothing that a row names goes', async () => {
    const { studio, mediaFolder } = paid.app.composed;
    await paid.client.say('jonas', '/previz a kept thing --model paid --seconds 1');
    await until('the clip', async () => (await paid.client.everything('jonas')).find(({ kind }) => kind === 'clip'));
    const stray = await studio.media.store('x.mp4', once(randomBytes(5_000)));
    const young = await studio.media.store('y.mp4', once(randomBytes(5_000)));
    const named = await studio.media.store('z.mp4', once(randomBytes(5_000)));
    const note = { tone: 'plain', title: null, buttons: [], text: '', body: [imageOf(named.media)] } as const;
    const place = {
      platform: 'playground',
      workspace: PLAYGROUND_WORKSPACE,
      channel: channelId('previz-lab'),
      thread: null,
    } as const;
    await studio.outbox.write({ id: outboxId('names-it'), place, person: null, card: note, now: studio.clock.now() });
    for (const { media } of [stray, named]) await makeOld(join(mediaFolder, media));

    const clear = () => clearStrays({ folder: mediaFolder, unnamed: studio.due.unnamed, now: new Date() });

    expect(await clear()).toBe(1);
    expect(await clear()).toBe(0);
    await expect(access(join(mediaFolder, stray.media))).rejects.toThrow();
    await access(join(mediaFolder, young.media));
    await access(join(mediaFolder, named.media));
  });

  it('are told apart from clips by the rows, also where a poster is missing', async () => {
    const { studio, mediaFolder } = paid.app.composed;
    const [take] = await studio.show.recentTakes(PLAYGROUND_WORKSPACE, channelId('previz-lab'), 1);
    const path = join(mediaFolder, take?.media ?? '');
    await rm(join(mediaFolder, take?.poster ?? ''));
    await makeOld(path);

    expect(await clearStrays({ folder: mediaFolder, unnamed: studio.due.unnamed, now: new Date() })).toBe(0);
    await access(path);
  });
});

const makeOld = (path: string) =>
  utimes(path, new Date(Date.now() - 2 * 86_400_000), new Date(Date.now() - 2 * 86_400_000));

const imageOf = (media: string) => ({ kind: 'image', media, alt: 'a picture' }) as const;

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
