import type { PersonKind } from '../act/act.ts';
import type { PersonId } from '../ids.ts';
import { compareOrderKeys, type Vote, type VoteEvent, type VoteSource } from './vote-event.ts';

/** One person's current vote on one take. */
export interface Ballot {
  readonly person: PersonId;
  /** As their latest event described them. */
  readonly personKind: PersonKind;
  readonly vote: Vote;
  /** The reaction that makes the ballot. */
  readonly emoji: string;
  readonly source: VoteSource;
  readonly at: Date;
}

/**
 * The ballots that stand after all events of one take, in any order and any number of times (design §1): a person's
 * latest reaction that still stands; removing it gives the ballot back to the one before, or withdraws it. Reactions
 * first seen together by one reading, of unknown order, are no ballot where they disagree.
 */
export function standingBallots(events: Iterable<VoteEvent>): ReadonlyMap<PersonId, Ballot> {
  const log = [...events].sort(compareEvents);
  const ballots = new Map<PersonId, Ballot>();
  for (const [person, own] of Map.groupBy(log, (event) => event.person)) {
    const latest = latestVote(standingReactions(own));
    const personKind = own.at(-1)?.personKind;
    if (latest === null || personKind === undefined) continue;
    const { vote, event } = latest;
    ballots.set(person, { person, personKind, vote, emoji: event.emoji, source: event.source, at: event.at });
  }
  return ballots;
}

interface Standing {
  readonly vote: Vote;
  /** The event that tells since when the reaction stands. */
  readonly event: VoteEvent;
}

const compareEvents = (a: VoteEvent, b: VoteEvent) => compareOrderKeys(a.orderKey, b.orderKey) || compareSeq(a, b);

const compareSeq = (a: VoteEvent, b: VoteEvent) => (a.seq === b.seq ? 0 : a.seq < b.seq ? -1 : 1);

/** The vote reactions of one person that were not removed since; `own` is sorted. */
function standingReactions(own: readonly VoteEvent[]): readonly Standing[] {
  const standing = new Map<string, VoteEvent>();
  for (const event of own) {
    const key = `${event.message ?? ''} ${event.emoji}`;
    const known = standing.get(key);
    if (event.op === 'remove') standing.delete(key);
    // A reading only tells that a reaction stood by then: it never moves one that is known to stand already.
    else if (known === undefined || event.source !== 'reconcile') standing.set(key, event);
  }
  return [...standing.values()].flatMap((event) => (event.vote === null ? [] : [{ vote: event.vote, event }]));
}

function latestVote(standing: readonly Standing[]): Standing | null {
  const sorted = [...standing].sort((a, b) => compareEvents(a.event, b.event));
  const last = sorted.at(-1);
  if (last === undefined) return null;
  const together = sorted.filter(({ event }) => compareOrderKeys(event.orderKey, last.event.orderKey) === 0);
  const isOrderKnown = together.every(({ event }) => event.source !== 'reconcile');
  return isOrderKnown || together.every(({ vote }) => vote === last.vote) ? last : null;
}
