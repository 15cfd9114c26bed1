import type { ChannelPolicy } from '../channel/policy.ts';
import type { PersonId } from '../ids.ts';
import type { Ballot } from './ballots.ts';

/** Who can vote on one take. */
export interface Electorate {
  readonly requester: PersonId;
  /**
   * Who else may vote. A number: every human full member may, and there are so many besides the requester. A set: only
   * these may (the approvers of the policy; on Discord those with the approver role, or whoever asked or voted in the
   * channel within 30 days, the vote at hand included). The requester in the set is passed over.
   */
  readonly eligibleOthers: number | ReadonlySet<PersonId>;
}

export interface Tally {
  readonly approvals: readonly PersonId[];
  readonly rejections: readonly PersonId[];
  /** Whose ballots count; the others are logged only. */
  readonly counted: ReadonlySet<PersonId>;
  /** How many people can vote. */
  readonly voters: number;
  /** When the latest of the counted ballots was cast; null where none is. */
  readonly castAt: Date | null;
  /** The requester's own ballot counts, because nobody else can vote. */
  readonly requesterCounts: boolean;
}

export interface Quorums {
  readonly approve: number;
  readonly reject: number;
}

/**
 * Which ballots count (design §9): human full members who may vote, not the requester; but where nobody else is
 * eligible, the requester counts. Bots, guests and external people are logged, not counted.
 */
export function countBallots(ballots: Iterable<Ballot>, electorate: Electorate): Tally {
  const byMembers = [...ballots].filter((ballot) => ballot.personKind === 'member');
  const byOthers = byMembers.filter((ballot) => isEligibleOther(ballot.person, electorate));
  const others = Math.max(countOthers(electorate), byOthers.length);
  const requesterCounts = others === 0;
  const counting = requesterCounts ? byMembers.filter((ballot) => ballot.person === electorate.requester) : byOthers;
  const voices = (vote: Ballot['vote']) => counting.filter((ballot) => ballot.vote === vote).map((b) => b.person);
  return {
    approvals: voices('approve'),
    rejections: voices('reject'),
    counted: new Set(counting.map((ballot) => ballot.person)),
    voters: requesterCounts ? 1 : others,
    castAt: counting.reduce<Date | null>((latest, { at }) => (latest === null || at > latest ? at : latest), null),
    requesterCounts,
  };
}

/** Whether a full member's vote would count, as the votes stand that are not given. */
export function wouldCount(person: PersonId, electorate: Electorate): boolean {
  const others = countOthers(electorate);
  return others === 0 ? person === electorate.requester : isEligibleOther(person, electorate);
}

/** The quorums of a take: the channel's, and for finals at least two of each where four or more can vote (design §9). */
export function quorumsOf(
  policy: ChannelPolicy,
  take: { readonly tier: string | null; readonly voters: number },
): Quorums {
  const { quorum, fromVoters } = policy.finalQuorum;
  const least = take.tier === 'final' && take.voters >= fromVoters ? quorum : 1;
  return { approve: Math.max(policy.approveQuorum, least), reject: Math.max(policy.rejectQuorum, least) };
}

function isEligibleOther(person: PersonId, { requester, eligibleOthers }: Electorate): boolean {
  return person !== requester && (typeof eligibleOthers === 'number' || eligibleOthers.has(person));
}

function countOthers({ requester, eligibleOthers }: Electorate): number {
  if (typeof eligibleOthers === 'number') return eligibleOthers;
  return eligibleOthers.size - (eligibleOthers.has(requester) ? 1 : 0);
}
