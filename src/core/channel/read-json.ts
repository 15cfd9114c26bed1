import type { Micros } from '../money/micros.ts';

/** Stored JSON as a plain object; anything else reads as empty, so that old or odd rows never throw. */
export function readObject(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : {};
}

export function readStrings(json: unknown): readonly string[] {
  return Array.isArray(json) ? json.filter((item) => typeof item === 'string' && item !== '') : [];
}

export function readText(json: unknown, otherwise: string): string;
export function readText(json: unknown, otherwise: null): string | null;
export function readText(json: unknown, otherwise: string | null): string | null {
  return typeof json === 'string' && json.trim() !== '' ? json : otherwise;
}

export function readFlag<T>(json: unknown, otherwise: T): boolean | T {
  return typeof json === 'boolean' ? json : otherwise;
}

/** A whole number within the range, else `otherwise`. */
export function readWhole(json: unknown, range: { readonly min: number; readonly max: number }, otherwise: number) {
  const isWhole = typeof json === 'number' && Number.isSafeInteger(json);
  return isWhole && json >= range.min && json <= range.max ? json : otherwise;
}

/** Micros are stored as decimal strings: JSON has no bigint, and a float is no place for money. */
export function readMicros(json: unknown, otherwise: Micros): Micros {
  return typeof json === 'string' && /^\d{1,18}$/.test(json) ? BigInt(json) : otherwise;
}
