import { DateTime } from 'luxon';
import type { DigestSettings } from './digest-settings.ts';

const WEEKS_AHEAD = 60;

/**
 * The next week, within a year and some, in which a clock change skips the digest's time; it comes at `comesAt` (local)
 * then, and the week is not lost. null where no change does.
 */
export function nextSkipped(
  { weekday, hour, minute }: Pick<DigestSettings, 'weekday' | 'hour' | 'minute'>,
  zone: string,
  now: Date,
): { readonly day: string; readonly comesAt: string } | null {
  const monday = DateTime.fromJSDate(now, { zone }).startOf('week');
  for (let week = 0; week < WEEKS_AHEAD; week += 1) {
    const day = monday.plus({ weeks: week, days: weekday - 1 });
    const at = DateTime.fromObject({ year: day.year, month: day.month, day: day.day, hour, minute }, { zone });
    if (at.hour === hour && at.minute === minute) continue;
    return { day: day.setLocale('en-US').toFormat('LLL d, yyyy'), comesAt: at.toFormat('HH:mm') };
  }
  return null;
}
