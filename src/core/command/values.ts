import { frameFor } from '../model/frame.ts';
import { nearestRatio, RATIOS, type Ratio } from '../take/ratio.ts';
import type { BriefSize } from './brief.ts';

const OTHER_RATIOS: ReadonlyMap<string, Ratio> = new Map([
  ['2.35', '2.39'],
  ['2.4', '2.39'],
  ['2.40', '2.39'],
  ['1.78', '16:9'],
  ['1.77', '16:9'],
  ['1.33', '4:3'],
]);

/** Reads `16:9`, `16x9`, `16/9`, `1.85`, `1.85:1`; 2.35 is the older name of 2.39. */
export function readRatio(text: string): Ratio | null {
  const plain = text.trim().toLowerCase().replace(/[x×/]/, ':');
  const short = /^\d\.\d+:1$/.test(plain) ? plain.slice(0, -2) : plain;
  return RATIOS.find((ratio) => ratio === short) ?? OTHER_RATIOS.get(short) ?? null;
}

/** Any other shape, `3:7` or `2.76`, as the nearest of those that there are; null when it is no shape at all. */
export function snapRatio(text: string): Ratio | null {
  const match = /^(\d{1,5}(?:\.\d{1,4})?)(?:[:x×/](\d{1,5}(?:\.\d{1,4})?))?$/i.exec(text.trim());
  const value = Number(match?.[1]) / Number(match?.[2] ?? 1);
  return Number.isFinite(value) && value > 0 ? nearestRatio(value) : null;
}

/**
 * Reads any number of seconds, `6`, `6s`, `6.5`, and also `0`, `-3` and `1e9`: what a model can't do is snapped later
 * and said. Null when it is no number at all.
 */
export function readSeconds(text: string): number | null {
  const match = /^([+-]?(?:\d{1,21}(?:[.,]\d{1,30})?|[.,]\d{1,30})(?:e[+-]?\d{1,3})?)(?:s|secs?|seconds?)?$/i.exec(
    text,
  );
  if (match === null) return null;
  const seconds = Number((match[1] ?? '').replace(',', '.'));
  if (!Number.isFinite(seconds)) return null;
  return seconds === 0 ? 0 : seconds;
}

/** Reads `1280x720`, `720p` and `4k`. Sides from 2 to 99,999 pixels; what a model can't do is snapped later. */
export function readSize(text: string): BriefSize | null {
  const sides = /^(\d{1,5})[x×*](\d{1,5})$/i.exec(text);
  if (sides !== null) {
    const size = { width: Number(sides[1]), height: Number(sides[2]) };
    return size.width >= 2 && size.height >= 2 ? size : null;
  }
  const lines = /^4k$/i.test(text) ? 2160 : Number(/^(\d{2,4})p$/i.exec(text)?.[1] ?? 0);
  return lines >= 16 ? toLines(lines, null) : null;
}

/** A size said in lines, in the shape of the ratio that the brief names, else 16:9. */
export const toLines = (lines: number, ratio: Ratio | null): BriefSize => ({
  ...frameFor(ratio ?? '16:9', lines),
  lines,
});

/** Reads a whole number within the bounds, both included. */
export function readWhole(text: string, min: number, max: number): number | null {
  if (!/^\d{1,10}$/.test(text)) return null;
  const value = Number(text);
  return value >= min && value <= max ? value : null;
}
