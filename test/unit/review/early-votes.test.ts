import { describe, expect, it } from 'vitest';
import type { ActEnvelope } from '../../../src/core/act/act.ts';
import { actId, channelId, messageId, personId, takeId, workspaceId } from '../../../src/core/ids.ts';
import type { JobQueue } from '../../../src/core/ports/job-queue.ts';
import type { VoteStore } from '../../../src/core/ports/vote-store.ts';
import { castVotes } from '../../../src/core/review/cast-votes.ts';
import { clearVotes } from '../../../src/core/review/clear-votes.ts';
import type { Studio } from '../../../src/core/studio/studio.ts';
import { NOW } from '../card/views.ts';
import { makePlace } from '../sub/place.ts';

const message = messageId('m1');
const cleared = { kind: 'cleared', message, emoji: null, orderKey: '2' } as const;
const reaction = { kind: 'reaction', message, emoji: '✅', op: 'add', orderKey: '1' } as const;

describe('what was done to a message whose post is not yet answered', () => {
  it.each([
    ['at first a second later', 200, 1_000],
    ['then after as long as it has waited', 8_000, 8_000],
  ])('is looked at again, %s', async (_when, waitedMs, delayMs) => {
    const { studio, rings } = expecting();

    expect(await castVotes(studio, act(reaction, waitedMs), message)).toBe(true);
    await clearVotes(studio, act(cleared, waitedMs), cleared);

    const again = [{ kind: 'act', actId: 'a1' }, { delayMs }];
    expect(rings).toEqual([again, again]);
  });
});

describe('a clearing', () => {
  it('first logs the reactions that wait on its message', async () => {
    const { studio, logged } = withUnheard();

    await clearVotes(studio, act(cleared, 0), cleared);

    expect(logged).toEqual(['add ✅']);
  });
});

/** A channel in which a card's post is under way. Nothing may be logged or finished yet: those stores throw. */
function expecting(): { readonly studio: Studio; readonly rings: unknown[] } {
  const rings: unknown[] = [];
  const queue: JobQueue = {
    wake: async (...ring) => void rings.push(ring),
    wakeAll: async () => {},
    backlog: async () => new Set(),
  };
  const { studio } = makePlace();
  const outbox = Object.assign(Object.create(studio.outbox), { locate: async () => 'expected' });
  return { studio: { ...studio, queue, outbox }, rings };
}

/** A clip of which one reaction is recorded and not yet logged. */
function withUnheard(): { readonly studio: Studio; readonly logged: unknown[] } {
  const { studio } = makePlace();
  const logged: unknown[] = [];
  const clip = { kind: 'clip', takeId: takeId('t1'), shotId: null };
  const unheard = act(reaction, 10);
  return {
    logged,
    studio: {
      ...studio,
      outbox: Object.assign(Object.create(studio.outbox), { locate: async () => clip }),
      inbox: Object.assign(Object.create(studio.inbox), {
        pendingReactions: async () => [unheard],
        finishAll: async () => {},
        finish: async () => {},
      }),
      votes: Object.assign(Object.create(studio.votes), {
        append: async (votes: Parameters<VoteStore['append']>[0]) =>
          void logged.push(...votes.map(({ op, emoji }) => `${op} ${emoji}`)),
        loadPoll: async () => null,
      }),
    },
  };
}

const act = (of: ActEnvelope['act'], waitedMs: number): ActEnvelope => ({
  id: actId('a1'),
  place: { platform: 'playground', workspace: workspaceId('W'), channel: channelId('C'), thread: null },
  actor: { id: personId('U-ben'), name: 'Ben', kind: 'member', isAdmin: false, timeZone: null },
  deliveryKey: 'd1',
  domainKey: null,
  at: new Date(NOW.getTime() - waitedMs),
  act: of,
});
