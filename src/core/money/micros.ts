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
