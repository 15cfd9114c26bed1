import type { TakeId } from '../ids.ts';
import type { Chance } from '../studio/studio.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** Doubles from a second (or from `firstMs`) to a minute, with half of it left to chance, so that many don't come back at once. */
export function backoffMs(tries: number, chance: Pick<Chance, 'seed'>, firstMs = FIRST_MS): number {
  const full = Math.min(firstMs * 2 ** Math.max(tries - 1, 0), LONGEST_MS);
  return Math.round(full / 2 + (full / 2) * (chance.seed() / 2 ** 31));
}

const SLOW_AFTER_MS = 30 * 60_000;

/** Of a pace: what keeps takes that were sent together from coming together, and costs nobody a whole look. */
const SPREAD = 0.05;

/**
 * When to look again: on the take's own beat, which starts when it was accepted, so that a slow answer doesn't push every
 * later look back; and never later than the provider's pace after this look. Each take's beat is a little off by its id. A
 * take that runs for long is looked at a third as often; that it is late is no failure.
 */
export function pollDelayMs(pollAfterMs: number, runningMs: number, take: TakeId): number {
  const pace = runningMs > SLOW_AFTER_MS ? pollAfterMs * 3 : pollAfterMs;
  if (pace <= 0) return 0;
  const off = pace * SPREAD * shareOf(take);
  // A look that comes late by more than a fifth would make the next one come too soon for the provider.
  const beat = Math.ceil((runningMs + pace * 0.8 - off) / pace);
  return Math.round(Math.min(off + pace * beat - runningMs, pace + off));
}

/** 0 … 1, the same for the same id. */
function shareOf(take: TakeId): number {
  let hash = 0;
  for (const letter of take) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  return (hash % 1_000) / 1_000;
}

export const laterBy = (at: Date, ms: number): Date => new Date(at.getTime() + ms);

/** No provider renders for a day: what still has no end then, or can't be asked about, is a person's to settle. */
const LONGEST_RENDER_MS = 24 * 3_600_000;

export const isPastLimit = (sentAt: Date, now: Date): boolean => now.getTime() - sentAt.getTime() >= LONGEST_RENDER_MS;
