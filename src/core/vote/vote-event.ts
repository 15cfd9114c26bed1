import type { PersonKind } from '../act/act.ts';
import type { MessageId, PersonId } from '../ids.ts';

export type Vote = 'approve' | 'reject';

/** One line of the vote log: every reaction that a platform delivered, or that a later reading found. */
export interface VoteEvent {
  /** The log's own order: counts only between events that share an order key. */
  readonly seq: bigint;
  readonly person: PersonId;
  readonly personKind: PersonKind;
  /** Which of the take's messages it is on: the same emoji on two of them are two reactions. */
  readonly message?: MessageId | null;
  /** What the platform keeps apart as one reaction: a skin tone or a super reaction is a reaction of its own. */
  readonly emoji: string;
  /** As `readVoteEmoji` read it when it was logged; null: no vote, logged all the same. */
  readonly vote: Vote | null;
  readonly op: 'add' | 'remove';
  /**
   * Sorts as the platform orders reactions (see `compareOrderKeys`). All events found by one reading carry the same
   * key, on the same scale as the live ones: the time, or the count, at which the reading began.
   */
  readonly orderKey: string;
  readonly at: Date;
  /** `reconcile`: found by reading what stands on the message. A button press is a toggled reaction. */
  readonly source: VoteSource;
}

export type VoteSource = 'live' | 'reconcile' | 'button';

/**
 * Order of two platform keys: numbers by value, however many digits (Slack's `1767225600.000100`, a counter's `9` and
 * `10`, snowflakes), before everything else by code unit.
 */
export function compareOrderKeys(a: string, b: string): number {
  const [left, right] = [readNumber(a), readNumber(b)];
  if (left === null || right === null) {
    if (left === right) return compareText(a, b);
    return left === null ? 1 : -1;
  }
  return (
    left.whole.length - right.whole.length || compareText(left.whole, right.whole) || compareText(left.rest, right.rest)
  );
}

function readNumber(key: string) {
  const match = /^0*(\d+)(?:\.(\d*?)0*)?$/.exec(key);
  return match === null ? null : { whole: match[1] ?? '', rest: match[2] ?? '' };
}

const compareText = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
