/** From when on: a day in the asker's zone, or hours back from now. */
export type Since = { readonly kind: 'day'; readonly day: string } | { readonly kind: 'ago'; readonly hours: number };

const HOURS: ReadonlyMap<string, number> = new Map([
  ['h', 1],
  ['d', 24],
  ['w', 168],
]);

/** Reads `2026-11-01`, `12h`, `7d`, `2w`; null for anything else. */
export function readSince(text: string): Since | null {
  const word = text.trim().toLowerCase();
  const ago = /^(\d{1,4})(h|d|w)$/.exec(word);
  if (ago !== null) return { kind: 'ago', hours: Number(ago[1]) * (HOURS.get(ago[2] ?? 'h') ?? 1) };
  const day = readDay(word);
  return day === null ? null : { kind: 'day', day };
}

/** A day of the calendar, `YYYY-MM-DD`; null for `2026-02-30` and the like. */
export function readDay(word: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(word)) return null;
  const at = new Date(`${word}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(word) ? word : null;
}
