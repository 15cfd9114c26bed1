import { leftOf, limitOf } from '../budget/reservation.ts';
import { type Micros, maxMicros, toDollars } from '../money/micros.ts';
import type { BudgetRow } from '../ports/budget-store.ts';
import type { TakeView } from '../ports/show-store.ts';
import { isEnded } from '../take/state.ts';

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
export function toLeftWords(row: BudgetRow): string {
  const frozen = row.frozen ? '; on hold' : '';
  return `${toDollars(maxMicros(leftOf(row), 0n))} of ${toDollars(limitOf(row))} ${toPeriodWords(row.period)}${frozen}`;
}

/** `$1.20`, or `free`. */
export const toPrice = (micros: Micros): string => (micros === 0n ? 'free' : toDollars(micros));

/** A period's key as it follows an amount: `this month`, `today`, `for job 24-113`. */
export function toPeriodWords(period: string): string {
  if (period.startsWith('job:')) return `for job ${period.slice(4)}`;
  return period.length === 7 ? 'this month' : 'today';
}

/** Whose money a scope is: `ch/…` reads `this channel’s budget`. */
export function toScopeWords(scope: string): string {
  const [kind, , person] = scope.split('/');
  if (kind === 'ch') return 'this channel’s budget';
  if (kind === 'ws') return 'the workspace’s budget';
  if (kind === 'fuse') return 'the workspace’s daily fuse';
  if (kind === 'us') return person === undefined ? 'the daily limit per person' : 'your own daily limit';
  return 'the daily fuse of the whole installation';
}
