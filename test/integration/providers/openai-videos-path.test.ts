import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { dialectOf } from '../../../src/adapters/providers/openai-videos/dialects.ts';
import { makeOpenaiVideos } from '../../../src/adapters/providers/openai-videos/provider.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { withProviderRig } from '../../support/provider-rig.ts';
import { startVideosServer, type VideosServer } from '../../support/provider-servers/videos-server.ts';
import { tinyClip } from '../../support/tiny-clip.ts';

const PER_SECOND = 100_000n;
const SECONDS = 4;
const PRICE = PER_SECOND * BigInt(SECONDS);

describe('a take through the videos protocol', () => {
  const rig = withProviderRig();
  let server: VideosServer;

  afterEach(() => server.close());

  async function start() {
    let now = () => new Date();
    server = await startVideosServer({ clip: tinyClip, perSecondMicros: PER_SECOND, now: () => now() });
    const provider = makeOpenaiVideos({
      baseUrl: server.baseUrl,
      apiKey: 'sk-test-0123456789',
      dialect: dialectOf(server.baseUrl, null),
      modelOf: (name) => name,
      report: { warn: () => {} },
      timeoutMs: 400,
    });
    const made = await rig({ providers: new Map([['openai', provider]]) });
    now = made.now;
    return made;
  }
  const wish = { provider: 'openai', model: 'sora-2', estimate: PRICE, params: { seconds: SECONDS } };

  it('is submitted once, polled, fetched untouched, settled as billed and delivered', async () => {
    const { order, runUntil, stateOf, mediaFolder } = await start();
    const [take] = await order(wish);
    if (take === undefined) throw new Error('no take');

    await runUntil(take.id, ['delivered']);

    const { cost, sha256, media } = await stateOf(take.id);
    expect(server.accepted).toHaveLength(1);
    expect(cost).toBe(PRICE);
    const bytes = await readFile(join(mediaFolder, media ?? ''));
    expect(bytes.equals(await tinyClip(SECONDS))).toBe(true);
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it.each(['reset-after', '502-after', 'hang-after', 'garbled-after'] as const)(
    'finds a submission that was accepted and not answered (%s), without a second POST',
    async (fault) => {
      const { order, runUntil, stateOf } = await start();
      server.faults.create(fault);
      const [take] = await order(wish);
      if (take === undefined) throw new Error('no take');

      await runUntil(take.id, ['unknown']);
      expect((await stateOf(take.id)).cost).toBeNull();
      await runUntil(take.id, ['delivered']);

      expect(server.accepted).toHaveLength(1);
      expect((await stateOf(take.id)).cost).toBe(server.bill());
    },
  );

  it('keeps the invariants of design §3, whatever happened', async () => {
    const { url } = await start();

    expect(await checkInvariants(url)).toEqual([]);
  });
});
