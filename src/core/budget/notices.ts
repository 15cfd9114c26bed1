import type { Micros } from '../money/micros.ts';

/** Percent of a cap at which the channel is told (design §9). */
export const NOTICE_PERCENTS = [80, 100] as const;

export type NoticePercent = (typeof NOTICE_PERCENTS)[number];

/**
 * The notices due when what is committed grows from `before` to `after`, lowest first. What is released and held again
 * crosses again: say each one once per scope and period.
 */
export function crossedNotices(before: Micros, after: Micros, cap: Micros): readonly NoticePercent[] {
  return NOTICE_PERCENTS.filter((percent) => {
    const mark = cap * BigInt(percent);
    return before * 100n < mark && after * 100n >= mark;
  });
}
