import fc from 'fast-check';
import { DEFAULT_POLICY } from '../../../src/core/channel/policy.ts';
import { type PersonId, personId } from '../../../src/core/ids.ts';
import type { Ballot } from '../../../src/core/vote/ballots.ts';
import type { Tally } from '../../../src/core/vote/electorate.ts';
import { readVoteEmoji } from '../../../src/core/vote/emoji.ts';
import type { Vote, VoteEvent } from '../../../src/core/vote/vote-event.ts';

export const ana = personId('ana');
export const bo = personId('bo');
export const cy = personId('cy');

/** An event of the log; order key and log order are `order` unless said. */
export function event(order: number, over: Partial<VoteEvent> & { readonly emoji: string }): VoteEvent {
  return {
    seq: BigInt(order),
    person: ana,
    personKind: 'member',
    vote: readVoteEmoji(over.emoji, DEFAULT_POLICY),
    op: 'add',
    orderKey: String(order),
    at: new Date(Date.UTC(2026, 10, 21, 9, 0, order)),
    source: 'live',
    ...over,
  };
}

export function ballot(person: PersonId, vote: Vote, over: Partial<Ballot> = {}): Ballot {
  const at = new Date('2026-11-21T09:00:00Z');
  return { person, personKind: 'member', vote, emoji: '✅', source: 'live', at, ...over };
}

export function tally(
  approvals: readonly PersonId[],
  rejections: readonly PersonId[],
  over: Partial<Tally> = {},
): Tally {
  const counted = new Set([...approvals, ...rejections]);
  return { approvals, rejections, counted, voters: 5, castAt: null, requesterCounts: false, ...over };
}

const EMOJI = ['✅', '❌', '👍', '👍🏽', '👍~super', '👎', '🎉', '+1::skin-tone-3'];

/** A platform's own account of toggled reactions: each toggle adds the reaction or takes it away. */
export const toggles = fc.array(fc.record({ person: fc.constantFrom(ana, bo, cy), emoji: fc.constantFrom(...EMOJI) }), {
  maxLength: 40,
});
