import type { ShotId } from '../ids.ts';
import { type Micros, sumMicros } from '../money/micros.ts';
import type { Baseline } from './digest-settings.ts';
import type { CountedTake, DigestSpan } from './facts.ts';
import { daysOf, monthOf, weeksBefore } from './span.ts';
import { perUnit } from './words.ts';

/** The numbers of a week. Each is a sum over takes: money in the week of its ledger entry, a decision in the week it became final. */
export interface WeekCount {
  readonly spent: Micros;
  readonly spentByDay: readonly Micros[];
  /** The weeks before, newest first. */
  readonly spentBefore: readonly Micros[];
  /** Held at the end of the span. */
  readonly held: Micros;
  /** Ended with a clip in the week; `free` of them cost nothing. */
  readonly made: number;
  readonly madeFree: number;
  readonly approved: Decided;
  readonly rejected: Decided;
  readonly superseded: Decided;
  /** Clips without a final decision at the end of the span, oldest first. */
  readonly open: readonly CountedTake[];
  readonly approval: Approval;
  /** Ended without a clip, or refused before there was a take: by cause, most frequent first. */
  readonly failures: readonly { readonly cause: string; readonly count: number }[];
  readonly byModel: readonly Share[];
  readonly byTemplate: readonly Share[];
  readonly byPerson: readonly Share[];
  /** Spent since the first of the month, and what the month comes to if the last five weeks go on. */
  readonly month: { readonly name: string; readonly spent: Micros; readonly forecast: Micros };
}

export interface Decided {
  readonly takes: readonly CountedTake[];
  /** Of the takes that cost something. */
  readonly cost: Micros;
  readonly paid: number;
  readonly paidSeconds: number;
  readonly free: number;
  readonly freeSeconds: number;
  /** What one of those that cost something cost; null where none did. */
  readonly perTake: Micros | null;
  readonly perSecond: Micros | null;
}

/** How the shots that were approved this week got there. */
export interface Approval {
  readonly shots: number;
  /** Clips of those shots up to their approval. */
  readonly takes: number;
  /** From the first request to the approval, added up over the shots. */
  readonly minutes: number;
  /** What those shots cost up to their approval, every take. */
  readonly cost: Micros;
}

export interface Share {
  readonly name: string;
  readonly made: number;
  readonly approved: number;
  readonly spent: Micros;
}

export function countWeek(
  takes: readonly CountedTake[],
  span: DigestSpan,
  refused: WeekCount['failures'] = [],
): WeekCount {
  const { week, until } = span;
  const isIn = (at: Date | null): boolean => at !== null && at >= week.from && at < until;
  const ended = takes.filter((take) => isIn(take.endedAt));
  const decided = (state: CountedTake['decision']) =>
    toDecided(takes.filter((take) => take.decision === state && isIn(take.finalAt)));
  const approved = decided('approved');
  const made = ended.filter(({ hasClip }) => hasClip);
  const shares = { ended, approved: approved.takes };
  return {
    spent: spentWithin(takes, week.from, until),
    spentByDay: daysOf(span).map(({ from, to }) => spentWithin(takes, from, earlier(to, until))),
    spentBefore: weeksBefore(span).map(({ from, to }) => spentWithin(takes, from, to)),
    held: sumMicros(takes.filter((take) => take.endedAt === null).map(({ amount }) => amount)),
    made: made.length,
    madeFree: made.filter(({ billed }) => billed === 0n).length,
    approved,
    rejected: decided('rejected'),
    superseded: decided('superseded'),
    open: takes.filter((take) => isOpen(take, until)).toSorted((a, b) => at(a) - at(b)),
    approval: countApproval(takes, approved.takes),
    failures: countCauses(
      ended.filter(({ hasClip }) => !hasClip),
      refused,
    ),
    byModel: toShares(shares, ({ model }) => model),
    byTemplate: toShares(shares, ({ template }) => template),
    byPerson: toShares(shares, ({ askedBy }) => askedBy),
    month: forecast(takes, span),
  };
}

/** Nothing was made, decided or billed, and nothing failed: such a week has no digest unless somebody asks. */
export const isEmptyWeek = (count: WeekCount): boolean =>
  count.spent === 0n &&
  count.made === 0 &&
  count.failures.length === 0 &&
  [count.approved, count.rejected, count.superseded].every(({ takes }) => takes.length === 0);

/** What the approved shots would have taken before Previz, less what they took; below zero it took more. */
export const savedBy = ({ shots, minutes, cost }: Approval, baseline: Baseline) => ({
  minutes: shots * baseline.minutes - minutes,
  cost: BigInt(shots) * baseline.cost - cost,
});

const earlier = (a: Date, b: Date): Date => new Date(Math.min(a.getTime(), b.getTime()));

const at = (take: CountedTake): number => take.endedAt?.getTime() ?? 0;

const isOpen = ({ hasClip, finalAt }: CountedTake, until: Date): boolean =>
  hasClip && (finalAt === null || finalAt >= until);

const spentWithin = (takes: readonly CountedTake[], from: Date, to: Date): Micros =>
  sumMicros(
    takes.filter(({ endedAt }) => endedAt !== null && endedAt >= from && endedAt < to).map(({ billed }) => billed),
  );

function toDecided(takes: readonly CountedTake[]): Decided {
  const paid = takes.filter(({ billed }) => billed > 0n);
  const free = takes.filter(({ billed }) => billed === 0n);
  const seconds = (of: readonly CountedTake[]) => of.reduce((sum, take) => sum + take.seconds, 0);
  const cost = sumMicros(paid.map(({ billed }) => billed));
  const paidSeconds = seconds(paid);
  return {
    takes: takes.toSorted(
      (a, b) => (a.finalAt?.getTime() ?? 0) - (b.finalAt?.getTime() ?? 0) || (a.id < b.id ? -1 : 1),
    ),
    cost,
    paid: paid.length,
    paidSeconds,
    free: free.length,
    freeSeconds: seconds(free),
    perTake: paid.length === 0 ? null : perUnit(cost, paid.length),
    perSecond: paidSeconds === 0 ? null : perUnit(cost, paidSeconds),
  };
}

/** A shot counts once, by its last approval of the week. */
function countApproval(takes: readonly CountedTake[], approved: readonly CountedTake[]): Approval {
  const last = new Map<ShotId, { readonly finalAt: Date; readonly shotAt: Date }>();
  for (const { shot, finalAt, shotAt } of approved) if (finalAt !== null) last.set(shot, { finalAt, shotAt });
  const before = takes.filter(({ shot, endedAt }) => {
    const approval = last.get(shot);
    return approval !== undefined && endedAt !== null && endedAt <= approval.finalAt;
  });
  const minutes = [...last.values()].map(({ finalAt, shotAt }) => (finalAt.getTime() - shotAt.getTime()) / 60_000);
  return {
    shots: last.size,
    takes: before.filter(({ hasClip }) => hasClip).length,
    minutes: Math.round(minutes.reduce((sum, each) => sum + each, 0)),
    cost: sumMicros(before.map(({ billed }) => billed)),
  };
}

function countCauses(failed: readonly CountedTake[], refused: WeekCount['failures']): WeekCount['failures'] {
  const causes = Map.groupBy(failed, ({ failure, state }) => (state === 'canceled' ? 'canceled' : (failure ?? state)));
  return [...causes]
    .map(([cause, of]) => ({ cause, count: of.length }))
    .concat(refused)
    .toSorted((a, b) => b.count - a.count || (a.cause < b.cause ? -1 : 1));
}

function toShares(
  { ended, approved }: { readonly ended: readonly CountedTake[]; readonly approved: readonly CountedTake[] },
  nameOf: (take: CountedTake) => string,
): readonly Share[] {
  const names = new Set([...ended, ...approved].map(nameOf));
  const shares = [...names].map((name) => {
    const own = ended.filter((take) => nameOf(take) === name);
    return {
      name,
      made: own.filter(({ hasClip }) => hasClip).length,
      approved: approved.filter((take) => nameOf(take) === name).length,
      spent: sumMicros(own.map(({ billed }) => billed)),
    };
  });
  return shares.toSorted((a, b) =>
    a.spent === b.spent ? b.made - a.made || (a.name < b.name ? -1 : 1) : a.spent < b.spent ? 1 : -1,
  );
}

/** The month so far, and the mean day of this week and the four before for each day that is left. */
function forecast(takes: readonly CountedTake[], span: DigestSpan): WeekCount['month'] {
  const { from, to, name } = monthOf(span);
  const spent = spentWithin(takes, from, span.until);
  const oldest = weeksBefore(span).at(-1)?.from ?? span.week.from;
  const past = BigInt(Math.max(span.until.getTime() - oldest.getTime(), 1));
  const left = BigInt(Math.max(to.getTime() - span.until.getTime(), 0));
  return { name, spent, forecast: spent + (spentWithin(takes, oldest, span.until) * left) / past };
}
