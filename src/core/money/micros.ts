/** Money is whole micro-dollars (1 USD = 1,000,000) in a bigint: no floats, no rounding surprises. */
export type Micros = bigint;

const MICROS_PER_DOLLAR = 1_000_000n;

/** Reads `12`, `$12.50`, `0.000001`; null when it is not a plain non-negative amount of at most six decimals. */
export function readDollars(text: string): Micros | null {
  const match = /^\$?(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text.trim());
  if (match === null) return null;
  const fraction = (match[2] ?? '').padEnd(6, '0');
  return BigInt(match[1] ?? '0') * MICROS_PER_DOLLAR + BigInt(fraction);
}

/** `$1.50`; keeps two to six decimals, so that a price of $0.0375 is not shown as $0.04. */
export function toDollars(micros: Micros): string {
  const sign = micros < 0n ? '-' : '';
  const absolute = micros < 0n ? -micros : micros;
  const fraction = (absolute % MICROS_PER_DOLLAR)
    .toString()
    .padStart(6, '0')
    .replace(/0{1,4}$/, '');
  return `${sign}$${absolute / MICROS_PER_DOLLAR}.${fraction}`;
}

export const sumMicros = (amounts: Iterable<Micros>): Micros => {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
};

export const minMicros = (a: Micros, b: Micros): Micros => (a < b ? a : b);

export const maxMicros = (a: Micros, b: Micros): Micros => (a > b ? a : b);

/** Divides rounding up, for prices: what is held must never fall short. Both non-negative, the divisor at least 1. */
export function divideUp(amount: Micros, divisor: bigint): Micros {
  if (amount < 0n || divisor < 1n) throw new RangeError('divideUp takes a non-negative amount and a positive divisor');
  return (amount + divisor - 1n) / divisor;
}

/** Whole percent of `part` in `whole`, rounded down, so that 100 is shown only when it is reached; of nothing it is 0. */
export function percentOf(part: Micros, whole: Micros): number {
  return part <= 0n || whole <= 0n ? 0 : Number((part * 100n) / whole);
}
