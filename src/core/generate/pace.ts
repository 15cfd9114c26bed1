import type { Chance } from '../studio/studio.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** Doubles from a second (or from `firstMs`) to a minute, with half of it left to chance, so that many don't come back at once. */
export function backoffMs(tries: number, chance: Pick<Chance, 'seed'>, firstMs = FIRST_MS): number {
  const full = Math.min(firstMs * 2 ** Math.max(tries - 1, 0), LONGEST_MS);
  return Math.round(full / 2 + (full / 2) * (chance.seed() / 2 ** 31));
}

const SLOW_AFTER_MS = 30 * 60_000;

/**
 * When to look again: at the provider's pace, up to a fifth earlier by chance, so that many takes don't come at once, and
 * never later. A take that runs for long is looked at a third as often; that it is late is no failure.
 */
export function pollDelayMs(pollAfterMs: number, runningMs: number, chance: Pick<Chance, 'seed'>): number {
  const pace = runningMs > SLOW_AFTER_MS ? pollAfterMs * 3 : pollAfterMs;
  return Math.round(pace * (1 - 0.2 * (chance.seed() / 2 ** 31)));
}

export const laterBy = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
