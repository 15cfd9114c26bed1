import { DateTime } from 'luxon';
import { type IsoWeek, isoWeek } from '../budget/period.ts';
import type { DigestSpan } from './facts.ts';

/** How many weeks before it a week is compared with. */
export const WEEKS_BEFORE = 4;

/** What a digest of `week` counts when it is made `now`; a week that has not begun has nothing to tell: null. */
export function spanOf(week: IsoWeek, now: Date, zone: string): DigestSpan | null {
  if (week.from > now) return null;
  const partial = now < week.to;
  return { week, until: partial ? now : week.to, partial, toldAt: now, zone };
}

/** The weeks before it, newest first. */
export function weeksBefore({ week, zone }: DigestSpan): readonly IsoWeek[] {
  const monday = DateTime.fromJSDate(week.from, { zone });
  return Array.from({ length: WEEKS_BEFORE }, (_, index) =>
    isoWeek(
      monday
        .minus({ weeks: index + 1 })
        .plus({ days: 3 })
        .toJSDate(),
      zone,
    ),
  );
}

/** The first instant that any figure of the span looks at: four weeks before, or the first of the month. */
export function lookBack(span: DigestSpan): Date {
  const oldest = weeksBefore(span).at(-1)?.from ?? span.week.from;
  return new Date(Math.min(oldest.getTime(), monthOf(span).from.getTime()));
}

/** The seven days of the week, in the channel's zone; a day that a clock change makes shorter or longer is still one. */
export function daysOf({ week, zone }: DigestSpan): readonly { readonly from: Date; readonly to: Date }[] {
  const monday = DateTime.fromJSDate(week.from, { zone });
  const starts = Array.from({ length: 8 }, (_, day) => monday.plus({ days: day }).startOf('day').toJSDate());
  return starts.slice(0, 7).map((from, day) => ({ from, to: starts[day + 1] ?? week.to }));
}

/** The month that the span's last instant lies in: what is forecast. */
export function monthOf({ until, zone }: DigestSpan): {
  readonly from: Date;
  readonly to: Date;
  readonly name: string;
} {
  const last = DateTime.fromMillis(until.getTime() - 1, { zone });
  return {
    from: last.startOf('month').toJSDate(),
    to: last.plus({ months: 1 }).startOf('month').toJSDate(),
    name: last.setLocale('en-US').toFormat('LLLL'),
  };
}

/** `Nov 16–22`, `Nov 30 – Dec 6`. */
export function toWeekWords({ week, zone }: DigestSpan): string {
  const first = DateTime.fromJSDate(week.from, { zone }).setLocale('en-US');
  const last = first.plus({ days: 6 });
  return first.month === last.month
    ? `${first.toFormat('LLL d')}–${last.day}`
    : `${first.toFormat('LLL d')} – ${last.toFormat('LLL d')}`;
}
