import type { Quorums, Tally } from './electorate.ts';

export type DecisionState = 'open' | 'split' | 'approved' | 'rejected' | 'superseded';

/** Where a take's review stands. `state` is what the team says now; once `finalAt` is set, it no longer follows ballots. */
export interface DecisionRecord {
  readonly state: DecisionState;
  /** When the running window began: the first quorum. While `open`: when it was reopened. null: neither. */
  readonly since: Date | null;
  readonly finalAt: Date | null;
  /** Approved by the requester, who counted because nobody else could vote. */
  readonly selfApproved: boolean;
}

export const OPEN_DECISION: DecisionRecord = { state: 'open', since: null, finalAt: null, selfApproved: false };

export interface BallotsRead {
  readonly previous: DecisionRecord;
  readonly tally: Tally;
  readonly quorums: Quorums;
  /** Now: when the ballots were worked on, not when they were cast. */
  readonly at: Date;
  readonly windowMs: number;
}

/**
 * The decision after the vote log grew; asking again with the same ballots changes nothing within a window. Design §9:
 * - a final decision stays as it is: later ballots are logged, and only `reopen` changes it;
 * - both quorums met is split, and stays open;
 * - from its first quorum a decision follows the standing ballots until the window ends, and what it says then is final
 *   (a ballot that comes after the end no longer counts, even if nobody had closed the window yet);
 * - ballots that fall back below every quorum end the window; the next quorum begins a new one;
 * - a window that ends split decides nothing; the ballot that breaks the tie begins a new one, so that it too can be a
 *   mis-tap;
 * - a reopened decision stays open until somebody casts a ballot anew: else the old ones would decide the same again.
 */
export function decideVote(read: BallotsRead): DecisionRecord {
  const previous = closeWindow(read.previous, read.at, read.windowMs);
  if (previous.finalAt !== null || isWaiting(previous, read.tally)) return previous;
  const state = stateOf(read.tally, read.quorums);
  const since = windowStart(previous, state, read.at);
  const selfApproved = state === 'approved' && read.tally.requesterCounts;
  const isSame = state === previous.state && since === previous.since && selfApproved === previous.selfApproved;
  return isSame ? previous : { state, since, finalAt: null, selfApproved };
}

/** When the running window ends; null where none runs. */
export function closesAt(record: DecisionRecord, windowMs: number): Date | null {
  if (record.finalAt !== null || record.since === null || record.state === 'open') return null;
  return new Date(record.since.getTime() + windowMs);
}

/**
 * Ends a window whose time is over; otherwise gives the record back unchanged. It becomes final now, not back-dated to
 * the end of the window: a digest that is already posted never changes (design §9, "totals never move").
 */
export function closeWindow(record: DecisionRecord, at: Date, windowMs: number): DecisionRecord {
  const ends = closesAt(record, windowMs);
  if (ends === null || at < ends) return record;
  return record.state === 'split' ? { ...record, since: null } : finalize(record, at);
}

/** Makes an approved or rejected decision final before its window ends, because it is used (final rendered, disposition set). */
export function finalize(record: DecisionRecord, at: Date): DecisionRecord {
  const isDecided = record.state === 'approved' || record.state === 'rejected';
  return isDecided && record.finalAt === null ? { ...record, finalAt: at } : record;
}

/**
 * A sibling's approval became final: an undecided take is superseded, and that is final. One that is approved or
 * rejected by its own ballots, be it within its window, goes its own way: superseded is not rejected.
 */
export function supersede(record: DecisionRecord, at: Date): DecisionRecord {
  if (record.state !== 'open' && record.state !== 'split') return record;
  return { state: 'superseded', since: null, finalAt: at, selfApproved: false };
}

/**
 * Takes a final decision back; budget owners and the requester may. The ballots keep standing; the first one that is cast
 * after `at` makes them count again, all together.
 */
export function reopen(record: DecisionRecord, at: Date): DecisionRecord {
  return record.finalAt === null ? record : { ...OPEN_DECISION, since: at };
}

function isWaiting(previous: DecisionRecord, tally: Tally): boolean {
  if (previous.state !== 'open' || previous.since === null) return false;
  return tally.castAt === null || tally.castAt <= previous.since;
}

function stateOf(tally: Tally, quorums: Quorums): DecisionState {
  const isApproved = tally.approvals.length >= quorums.approve;
  const isRejected = tally.rejections.length >= quorums.reject;
  if (isApproved && isRejected) return 'split';
  if (isApproved) return 'approved';
  return isRejected ? 'rejected' : 'open';
}

function windowStart(previous: DecisionRecord, state: DecisionState, at: Date): Date | null {
  if (state === 'open') return null;
  if (previous.since !== null && previous.state !== 'open') return previous.since;
  // Still split after its window ended: nothing new to take back.
  return state === 'split' && previous.state === 'split' ? null : at;
}
