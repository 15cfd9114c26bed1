import { DateTime } from 'luxon';
import { type Micros, maxMicros, toDollars } from '../money/micros.ts';
import type { WeekCount } from './count-week.ts';
import type { DigestBudget, DigestSpan } from './facts.ts';
import { daysOf, monthOf } from './span.ts';
import { toRounded, toShort } from './words.ts';

/** What a digest's picture shows: plain numbers and words, as a painter gets them. Dollars are for the eye; money stays micros elsewhere. */
export interface DigestPicture {
  readonly title: string;
  readonly spend: {
    readonly heading: string;
    /** `said` is exact to the cent, `shown` fits above a bar; both empty where nothing was spent. */
    readonly days: readonly {
      readonly label: string;
      readonly dollars: number;
      readonly said: string;
      readonly shown: string;
    }[];
    /** What a day may cost so that the budget lasts; null where the budget has no end to last to. */
    readonly line: { readonly dollars: number; readonly label: string } | null;
  };
  readonly decisions: {
    readonly heading: string;
    readonly bars: readonly { readonly kind: DecisionBar; readonly label: string; readonly count: number }[];
  };
}

export type DecisionBar = 'approved' | 'rejected' | 'superseded' | 'open';

const DAY_MS = 86_400_000;

export function toPicture(parts: {
  readonly title: string;
  readonly span: DigestSpan;
  readonly count: WeekCount;
  readonly budget: DigestBudget;
}): DigestPicture {
  const { title, span, count, budget } = parts;
  const { approved, rejected, superseded, open } = count;
  return {
    title,
    spend: toSpend({ ...count, span, line: toDailyLine(budget, count, span) }),
    decisions: toDecisions({
      made: count.made,
      approved: approved.takes.length,
      rejected: rejected.takes.length,
      superseded: superseded.takes.length,
      open: open.length,
    }),
  };
}

/** Spend by day, in a channel or in all. */
export function toSpend(parts: {
  readonly spent: Micros;
  readonly spentByDay: readonly Micros[];
  readonly span: DigestSpan;
  readonly line: { readonly perDay: Micros; readonly label: string } | null;
}): DigestPicture['spend'] {
  const { span, line } = parts;
  const days = daysOf(span).map(({ from }, index) => {
    const spent = parts.spentByDay[index] ?? 0n;
    const label = DateTime.fromJSDate(from, { zone: span.zone }).setLocale('en-US').toFormat('ccc');
    return {
      label,
      dollars: dollars(spent),
      said: spent === 0n ? '' : toRounded(spent),
      shown: spent === 0n ? '' : toShort(spent),
    };
  });
  return {
    heading: `Spent by day: ${toRounded(parts.spent)}`,
    days,
    line: line === null ? null : { dollars: dollars(line.perDay), label: line.label },
  };
}

export function toDecisions(
  counts: { readonly made: number } & Readonly<Record<DecisionBar, number>>,
): DigestPicture['decisions'] {
  const { made, approved, rejected, superseded, open } = counts;
  return {
    heading: `Takes: ${made} made, ${approved + rejected + superseded} decided`,
    bars: [
      { kind: 'approved', label: 'Approved', count: approved },
      { kind: 'rejected', label: 'Rejected', count: rejected },
      { kind: 'superseded', label: 'Superseded', count: superseded },
      { kind: 'open', label: 'Open', count: open },
    ],
  };
}

/** The picture in words, every number in it: what a screen reader says, and whoever sees no pictures. */
export function toAltText(picture: DigestPicture): string {
  const { spend, decisions } = picture;
  const days = spend.days.map(({ label, said }) => `${label} ${said === '' ? '$0' : said}`).join(', ');
  const line = spend.line === null ? '' : ` Budget line: ${spend.line.label}.`;
  const bars = decisions.bars.map(({ label, count }) => `${label.toLowerCase()} ${count}`).join(', ');
  return `${spend.heading}. ${days}.${line} ${decisions.heading}: ${bars}.`;
}

/** The even share of a day: of the month, of what a job has left until its last day, or the day's own cap. */
function toDailyLine(budget: DigestBudget, count: WeekCount, span: DigestSpan) {
  const cap = budget.cap + budget.granted;
  if (budget.kind === 'day') return { perDay: cap, label: `${toDollars(cap)} a day` };
  if (budget.kind === 'month') return toMonthLine(cap, span);
  if (budget.endsOn === null) return null;
  const end = DateTime.fromISO(budget.endsOn, { zone: span.zone }).plus({ days: 1 }).toMillis();
  const days = BigInt(Math.max(Math.round((end - span.week.from.getTime()) / DAY_MS), 1));
  const perDay = maxMicros(cap - (budget.spent - count.spent), 0n) / days;
  return { perDay, label: `${toRounded(perDay)} a day lasts until ${budget.endsOn}` };
}

/** What a day may cost so that a month's budget lasts. */
export function toMonthLine(cap: Micros, span: DigestSpan): { readonly perDay: Micros; readonly label: string } {
  const { from, to, name } = monthOf(span);
  const perDay = cap / BigInt(Math.max(Math.round((to.getTime() - from.getTime()) / DAY_MS), 1));
  return { perDay, label: `${toRounded(perDay)} a day keeps ${name}’s ${toRounded(cap)}` };
}

const dollars = (micros: Micros): number => Number(micros) / 1_000_000;
