import { type Micros, maxMicros, minMicros } from '../money/micros.ts';
import type { Billing } from '../ports/video-provider.ts';

/** One purse as its row has it. */
export interface Balance {
  readonly scope: string;
  readonly cap: Micros;
  /** Granted beyond the cap and used in this period, and what is granted to the request at hand. */
  readonly granted: Micros;
  readonly held: Micros;
  readonly settled: Micros;
  /** Billed above what was held; it counts as spent. */
  readonly overage: Micros;
  /** A bill above its reservation, or a cap lowered below what is committed: nothing paid goes on until somebody lifts it. */
  readonly frozen: boolean;
}

export type ReservationDecision =
  | { readonly kind: 'reserve'; readonly amount: Micros }
  | {
      readonly kind: 'refuse';
      readonly why: 'over' | 'frozen';
      /** The scope with the least left, and what that is (never below 0). */
      readonly scope: string;
      readonly left: Micros;
      readonly cap: Micros;
      readonly amount: Micros;
    };

/** What may be spent in all: the cap and what was granted beyond it. */
export const limitOf = ({ cap, granted }: Pick<Balance, 'cap' | 'granted'>): Micros => cap + granted;

/** What a paid request may still take; a frozen scope has nothing. May be negative where more is committed than allowed. */
export function leftOf(balance: Balance): Micros {
  const left = limitOf(balance) - balance.settled - balance.overage - balance.held;
  return balance.frozen ? minMicros(left, 0n) : left;
}

/**
 * Invariant 1 of design §3, for a look before the database decides under its locks: settled + held + amount ≤ cap +
 * grants in every scope. Nothing costs nothing: 0 is always reserved, so that free takes have their ledger trail.
 */
export function decideReservation(balances: readonly Balance[], amount: Micros): ReservationDecision {
  if (amount < 0n) throw new RangeError('a reservation is not negative');
  if (amount === 0n) return { kind: 'reserve', amount };
  // A paid request without a purse is a bug, and must not read as "no limit".
  if (balances.length === 0) throw new RangeError('a paid reservation needs its scopes');
  const tightest = balances.reduce((least, balance) => (isTighter(balance, least) ? balance : least));
  const left = leftOf(tightest);
  if (amount <= left) return { kind: 'reserve', amount };
  const why = tightest.frozen ? 'frozen' : 'over';
  return { kind: 'refuse', why, scope: tightest.scope, left: maxMicros(left, 0n), cap: tightest.cap, amount };
}

/** How a reservation ends: exactly once, by a settle (at zero too) or a release, which are two different acts. */
export type ResolveDecision =
  | { readonly kind: 'settle'; readonly settled: Micros; readonly overage: Micros; readonly returned: Micros }
  | { readonly kind: 'release'; readonly returned: Micros }
  | { readonly kind: 'hold' }
  | { readonly kind: 'already'; readonly state: 'settled' | 'released' };

export interface ReservationState {
  readonly amount: Micros;
  readonly state: 'held' | 'settled' | 'released';
}

/**
 * What the provider's bill does to a reservation. `not-run` is proof that nothing ran: the money is released. A bill
 * above the reservation is settled up to it, and the rest is an overage, which freezes the scopes. Without a known bill
 * the money stays held. A second resolution changes nothing.
 */
export function decideResolve(
  reservation: ReservationState,
  bill: Billing | { readonly kind: 'not-run' },
): ResolveDecision {
  if (reservation.state !== 'held') return { kind: 'already', state: reservation.state };
  if (bill.kind === 'unknown') return { kind: 'hold' };
  if (bill.kind === 'not-run') return { kind: 'release', returned: reservation.amount };
  const actual = actualOf(reservation.amount, bill);
  if (actual < 0n) throw new RangeError('a bill is not negative');
  const settled = minMicros(actual, reservation.amount);
  return { kind: 'settle', settled, overage: actual - settled, returned: reservation.amount - settled };
}

function actualOf(quoted: Micros, bill: Exclude<Billing, { kind: 'unknown' }>): Micros {
  if (bill.kind === 'free') return 0n;
  return bill.kind === 'as-quoted' ? quoted : bill.micros;
}

function isTighter(a: Balance, b: Balance): boolean {
  return a.frozen === b.frozen ? leftOf(a) < leftOf(b) : a.frozen;
}
