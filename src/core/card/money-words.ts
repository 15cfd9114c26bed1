import { type Micros, maxMicros, toDollars } from '../money/micros.ts';
import type { TakeView } from '../ports/show-store.ts';
import { isEnded } from '../take/state.ts';
import type { Purse } from './card-context.ts';

/** What a take costs, as far as it is known: held, spent, given back, or free. */
export function toCostWords(view: Pick<TakeView, 'state' | 'estimate' | 'cost'>): string {
  const { cost, estimate } = view;
  if (cost === null) {
    if (estimate === 0n) return 'Free';
    return isEnded(view.state) ? toDollars(estimate) : `${toDollars(estimate)} held`;
  }
  if (cost === 0n) return estimate === 0n ? 'Free' : `Nothing charged; ${toDollars(estimate)} is free again`;
  if (cost === estimate) return toDollars(cost);
  return cost < estimate
    ? `${toDollars(cost)} of ${toDollars(estimate)} held`
    : `${toDollars(cost)}, more than the ${toDollars(estimate)} held`;
}

/** `$48.20 of $50.00 this month`. */
export const toLeftWords = (purse: Purse): string =>
  `${toDollars(maxMicros(purse.left, 0n))} of ${toDollars(purse.cap)} ${purse.period}`;

/** `$1.20`, or `free`. */
export const toPriceWords = (price: Micros): string => (price === 0n ? 'free' : toDollars(price));
