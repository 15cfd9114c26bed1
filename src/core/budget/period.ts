import { DateTime } from 'luxon';
import type { ChannelBudget } from '../channel/settings.ts';

/** Counts money anew each month, each day, or not at all until the job's end. */
export type PeriodKind = 'month' | 'day' | 'job';

/** An ISO week, Monday to Sunday, in a channel's time zone; `to` is the next week's first instant. */
export interface IsoWeek {
  /** `2026-W47` */
  readonly key: string;
  readonly from: Date;
  readonly to: Date;
}

/** `2026-11`, `2026-11-21` or `job:1234`: stored on the reservation, so that settling lands in the period it was held in. */
export function periodKey(kind: 'month' | 'day', at: Date, zone: string): string {
  const day = inZone(at, zone).toFormat('yyyy-MM-dd');
  return kind === 'day' ? day : day.slice(0, 7);
}

export function channelPeriodKey(budget: ChannelBudget, at: Date, zone: string): string {
  return budget.kind === 'job' ? `job:${budget.job}` : periodKey(budget.kind, at, zone);
}

/** Whether the job's last day is over in the channel's zone: from then on it has nothing to spend, whatever is left. */
export function isJobOver(budget: ChannelBudget, at: Date, zone: string): boolean {
  return budget.kind === 'job' && budget.endsOn !== null && periodKey('day', at, zone) > budget.endsOn;
}

/** When the period that `at` lies in ends, and the money counts anew; null for a job. */
export function periodEnd(kind: PeriodKind, at: Date, zone: string): Date | null {
  if (kind === 'job') return null;
  return inZone(at, zone)
    .plus(kind === 'month' ? { months: 1 } : { days: 1 })
    .startOf(kind)
    .toJSDate();
}

/** The ISO week that `at` lies in. */
export function isoWeek(at: Date, zone: string): IsoWeek {
  return toWeek(inZone(at, zone));
}

/** The last week that is over at `at`: what a digest tells. */
export function lastClosedWeek(at: Date, zone: string): IsoWeek {
  return toWeek(inZone(at, zone).minus({ weeks: 1 }));
}

/** Reads `2026-W47`; null when the calendar has no such week. */
export function readIsoWeek(text: string, zone: string): IsoWeek | null {
  const match = /^(\d{4})-?W(\d{2})$/i.exec(text.trim());
  if (match === null) return null;
  const monday = DateTime.fromObject({ weekYear: Number(match[1]), weekNumber: Number(match[2]) }, { zone });
  return monday.isValid ? toWeek(monday) : null;
}

function toWeek(day: DateTime): IsoWeek {
  const monday = day.startOf('week');
  return {
    key: monday.toFormat("kkkk-'W'WW"),
    from: monday.toJSDate(),
    to: monday.plus({ weeks: 1 }).startOf('day').toJSDate(),
  };
}

/** Throws RangeError on a zone or date that doesn't exist: money without a period must not be counted anywhere. */
function inZone(at: Date, zone: string): DateTime {
  const local = DateTime.fromJSDate(at, { zone });
  if (!local.isValid) throw new RangeError(`no such time: ${String(at)} in ${zone}`);
  return local;
}
