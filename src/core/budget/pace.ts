/** Per person, for paid takes (design §9). */
export interface PaceLimits {
  readonly atOnce: number;
  readonly perHour: number;
}

export const DEFAULT_PACE: PaceLimits = { atOnce: 3, perHour: 10 };

export interface Pace {
  /** Paid takes of this person that have not ended. */
  readonly live: number;
  /** When this person's paid takes of the last hour were reserved; older ones are passed over. */
  readonly recent: readonly Date[];
  /** Paid takes asked for now. */
  readonly takes: number;
  readonly at: Date;
  readonly limits: PaceLimits;
}

export type PaceDecision =
  | { readonly kind: 'go' }
  | { readonly kind: 'too-many-at-once'; readonly live: number; readonly limit: number }
  /** `retryAt`: when enough of them are an hour old; null when so many are never allowed within an hour. */
  | { readonly kind: 'too-many-an-hour'; readonly limit: number; readonly retryAt: Date | null };

const HOUR_MS = 3_600_000;
const REPEAT_MS = 30_000;

export function decidePace({ live, recent, takes, at, limits }: Pace): PaceDecision {
  if (takes === 0) return { kind: 'go' };
  if (live + takes > limits.atOnce) return { kind: 'too-many-at-once', live, limit: limits.atOnce };
  const since = at.getTime() - HOUR_MS;
  const counted = recent.map((time) => time.getTime()).filter((time) => time > since);
  const tooMany = counted.length + takes - limits.perHour;
  if (tooMany <= 0) return { kind: 'go' };
  const freeing = counted.sort((a, b) => a - b)[tooMany - 1];
  const retryAt = freeing === undefined ? null : new Date(freeing + HOUR_MS);
  return { kind: 'too-many-an-hour', limit: limits.perHour, retryAt };
}

/** The same request by the same person twice within 30 seconds asks again (design §9); `lastSame` is the earlier one. */
export function isRepeat(lastSame: Date | null, at: Date): boolean {
  return lastSame !== null && at.getTime() - lastSame.getTime() < REPEAT_MS;
}
