import { describe, expect, it } from 'vitest';
import { makeDigest } from '../../../src/core/digest/make-digest.ts';
import { TransientError } from '../../../src/core/errors.ts';
import { personId } from '../../../src/core/ids.ts';
import type { StandingReaction } from '../../../src/core/ports/chat-surface.ts';
import { reconcilePlatform } from '../../../src/core/review/reconcile-all.ts';
import type { Studio } from '../../../src/core/studio/studio.ts';
import { type DigestRig, type Place, withDigestRig } from './rig.ts';

const open = withDigestRig();
const APPROVED: StandingReaction = { person: personId('aiko'), personKind: 'member', emoji: '✅' };
const MANY = 103;

/** The playground's surface, as one on which votes can be missed. */
function missing({ studio }: DigestRig, read: () => Promise<readonly StandingReaction[]>): Studio {
  const surface = studio.surfaces.get('playground');
  if (surface === undefined) throw new Error('no playground');
  const orderKeyAt = (at: Date) => String(at.getTime());
  return { ...studio, surfaces: new Map([['playground', { ...surface, orderKeyAt, readReactions: read }]]) };
}

/** Takes of the week, each with a clip on which somebody could vote. */
async function makeTakes(rig: DigestRig, place: Place, count: number): Promise<void> {
  await rig.work(place, ...Array.from({ length: count }, () => ({ at: '2026-11-18T12:00:00Z' })));
  const { workspace } = place;
  await rig.db
    .$executeRaw`update outbox set message_id = 'm-' || id where workspace_id = ${workspace} and kind = 'clip'`;
  await rig.db.$executeRaw`update take set state = 'delivered' where workspace_id = ${workspace} and state = 'ready'`;
}

const approved = (rig: DigestRig, { workspace }: Place) =>
  rig.db.take.count({ where: { workspaceId: workspace, decision: 'approved' } });

describe('before votes are told', () => {
  it.each([
    ['channel', {}],
    ['workspace', { channel: '' as Place['channel'] }],
  ] as const)('every take of the %s is read, however many', async (kind, of) => {
    const rig = open();
    const place = await rig.newPlace();
    await makeTakes(rig, place, MANY);
    await rig.studio.directory.saveWorkspace(place.workspace, { digest: { on: true } });

    await makeDigest(
      missing(rig, async () => [APPROVED]),
      { ...place, kind, ...of },
    );

    expect(await approved(rig, place)).toBe(MANY);
  });

  it('what can’t be read is told as it is known, and all of it is read later', async () => {
    const rig = open();
    const place = await rig.newPlace();
    await makeTakes(rig, place, 7);
    let asked = 0;
    const studio = missing(rig, async () => {
      asked += 1;
      throw new TransientError('away', 'nobody answers');
    });

    expect(await makeDigest(studio, { kind: 'channel', ...place })).toBe('made');

    expect(asked).toBe(3);
    expect(rig.rung.filter(({ kind }) => kind === 'recount')).toHaveLength(7);
  });
});

it('rings for every take after a gap, at a pace', async () => {
  const rig = open();
  await makeTakes(rig, await rig.newPlace(), MANY);
  const rung = new Map<string, number>();
  const queue: Studio['queue'] = {
    ...rig.studio.queue,
    wake: async (job, { delayMs = 0 } = {}) => void (job.kind === 'recount' && rung.set(job.takeId, delayMs)),
    wakeAll: async (jobs) => {
      for (const job of jobs) if (job.kind === 'recount') rung.set(job.takeId, 0);
    },
  };

  const count = await reconcilePlatform({ ...rig.studio, queue }, 'playground');

  expect(rung.size).toBe(count);
  expect(count).toBeGreaterThanOrEqual(MANY);
  expect([...rung.values()].filter((delayMs) => delayMs === 0)).toHaveLength(100);
  expect(new Set(rung.values()).size).toBe(Math.ceil(count / 100));
});
