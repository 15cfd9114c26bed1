import type { PersonId } from '../ids.ts';
import type { TakeView } from '../ports/show-store.ts';
import { type Quorums, quorumsOf } from '../vote/electorate.ts';
import type { Line } from './card.ts';
import type { CardContext } from './context.ts';
import { peopleLine } from './to-card.ts';

type Reviewed = Pick<TakeView, 'decision' | 'ballots'>;

/** Where the review of a take stands: who voted, N of M, and when it becomes final. */
export function toDecisionWords(
  view: Reviewed & Pick<TakeView, 'tier'>,
  { policy, voters }: Pick<CardContext, 'policy' | 'voters'>,
): Line {
  const quorums = quorumsOf(policy, { tier: view.tier, voters });
  const logged = view.ballots.filter(({ counted }) => !counted).map(({ person }) => person);
  const aside: Line = logged.length === 0 ? [] : [' · not counted: ', ...peopleLine(logged)];
  return [...stateWords(view, quorums, policy.decisionWindowMs), ...aside];
}

/** Whose counted ballot says so. */
export const votersOf = (view: Pick<TakeView, 'ballots'>, vote: 'approve' | 'reject'): readonly PersonId[] =>
  view.ballots.filter((ballot) => ballot.counted && ballot.vote === vote).map(({ person }) => person);

function stateWords(view: Reviewed, quorums: Quorums, windowMs: number): Line {
  const [yes, no] = [votersOf(view, 'approve'), votersOf(view, 'reject')];
  switch (view.decision.state) {
    case 'open':
      return [
        `Open · ${yes.length} of ${quorums.approve} ✅`,
        ...by(yes),
        ` · ${no.length} of ${quorums.reject} ❌`,
        ...by(no),
      ];
    case 'split':
      return ['Split · ✅', ...by(yes), ' · ❌', ...by(no), ' · stays open until somebody changes their vote'];
    case 'approved':
      return [
        'Approved',
        ...by(yes),
        ...(view.decision.selfApproved ? [' (self-approved: nobody else can vote here)'] : []),
        ...count(yes.length, quorums.approve, view.decision.finalAt),
        ...finality(view.decision, windowMs),
      ];
    case 'rejected':
      return [
        'Rejected',
        ...by(no),
        ...count(no.length, quorums.reject, view.decision.finalAt),
        ...finality(view.decision, windowMs),
      ];
    case 'superseded':
      return ['Superseded: another take of this shot was approved'];
  }
}

const by = (people: readonly PersonId[]): Line => (people.length === 0 ? [] : [' by ', ...peopleLine(people)]);

const count = (votes: number, quorum: number, finalAt: Date | null): Line =>
  finalAt === null ? [` · ${votes} of ${quorum}`] : [];

function finality(decision: TakeView['decision'], windowMs: number): Line {
  if (decision.finalAt !== null) return [' · final, ', { at: decision.finalAt }];
  if (decision.since === null) return [];
  return [' · votes may still change; final ', { at: new Date(decision.since.getTime() + windowMs) }];
}
