import { describe, expect, it } from 'vitest';
import type { Call } from '../../../src/adapters/slack/calls.ts';
import { readReactions } from '../../../src/adapters/slack/read-reactions.ts';
import { makeSeedVotes } from '../../../src/adapters/slack/seed-votes.ts';
import { TransientError } from '../../../src/core/errors.ts';
import { channelId, messageId, type ThreadRef, workspaceId } from '../../../src/core/ids.ts';

const PLACE: ThreadRef = { platform: 'slack', workspace: workspaceId('T1'), channel: channelId('C1'), thread: null };
const CLIP = messageId('1.1');
const MINUTE_MS = 60_000;

/** Each of these waits is asked for once, in order; null lets the call through. */
function startCalls(waits: (number | null)[]) {
  const made: unknown[] = [];
  const call = (async (_workspace, method, args) => {
    const retryAfterMs = waits.shift() ?? null;
    if (retryAfterMs !== null) throw new TransientError('paced', `${method} waits`, { retryAfterMs });
    made.push(args['name'] ?? args['timestamp']);
    return { ok: true, message: {} };
  }) as Call; // no more of an answer is read
  return { call, made };
}

describe('a call whose turn comes later', () => {
  it('presses no seed again that was pressed when the other one has to wait', async () => {
    const { call, made } = startCalls([null, MINUTE_MS]);
    const seedVotes = makeSeedVotes({ call });

    await expect(seedVotes(PLACE, CLIP)).rejects.toMatchObject({ retryAfterMs: MINUTE_MS });
    await seedVotes(PLACE, CLIP);

    expect(made).toEqual(['white_check_mark', 'x']);
  });

  it('is waited for where it is the next, and left to the queue where it is not', async () => {
    const { call, made } = startCalls([10, null, 10, null, null, 10, null, MINUTE_MS, 10]);
    const people = { kindOf: async () => 'member' as const, botUser: async () => 'UBOT' };

    await makeSeedVotes({ call })(PLACE, CLIP);
    await makeSeedVotes({ call })({ ...PLACE, channel: channelId('C2') }, CLIP).catch(() => {});
    expect(made).toEqual(['white_check_mark', 'x', 'white_check_mark', 'x']);

    await expect(readReactions({ call, people }, PLACE, CLIP)).rejects.toMatchObject({ code: 'paced' });
    expect(await readReactions({ call, people }, PLACE, CLIP)).toEqual([]);
  });
});
