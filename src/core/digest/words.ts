import { type Micros, toDollars } from '../money/micros.ts';

/** `$2,012.40`: whole cents for reading, the exact amount is in the CSV; below a cent what there is. */
export function toRounded(micros: Micros): string {
  const absolute = micros < 0n ? -micros : micros;
  if (absolute < 10_000n) return toDollars(micros);
  const cents = ((absolute + 5_000n) / 10_000n) * 10_000n;
  return toDollars(micros < 0n ? -cents : cents).replace(/\d(?=(?:\d{3})+\.)/g, '$&,');
}

/** At most six characters, to stand above a bar: `$9.44`, `$123`, `$4.2k`. */
export function toShort(micros: Micros): string {
  const dollars = Number(micros) / 1_000_000;
  if (dollars < 100) return toRounded(micros).replace(/^(\$\d+\.\d\d)\d+$/, '$1');
  return dollars < 1_000 ? `$${Math.round(dollars)}` : `$${trim(dollars / 1_000)}k`;
}

/** `2 shots`; the plural by `s` unless it is given. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `45 min`, `5.2 h`, `12 days`. */
export function toHours(minutes: number): string {
  const absolute = Math.abs(minutes);
  if (absolute < 60) return `${Math.round(absolute)} min`;
  if (absolute < 60 * 200) return `${trim(absolute / 60)} h`;
  return `${trim(absolute / 1440)} days`;
}

/** One decimal, and none where it is zero. */
export const trim = (value: number): string => value.toFixed(1).replace(/\.0$/, '');

/** Micros divided for reading, rounded half up. */
export const perUnit = (micros: Micros, units: number): Micros =>
  units <= 0 ? 0n : BigInt(Math.round(Number(micros) / units));
