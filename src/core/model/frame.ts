import { type Ratio, ratioValue } from '../take/ratio.ts';

/** A picture's size in pixels. */
interface Pixels {
  readonly width: number;
  readonly height: number;
}

/**
 * The frame of a ratio inside the 16:9 box of so many lines, turned upright for portrait: 720 lines are 1280×720,
 * 720×1280 at 9:16, 720×720 at 1:1 and 1280×536 at 2.39. Sides are even, as H.264 in 4:2:0 asks for.
 */
export function frameFor(ratio: Ratio, lines: number): Pixels {
  const value = ratioValue(ratio);
  const long = (lines * 16) / 9;
  if (value >= 1) {
    return value * lines <= long
      ? { width: even(lines * value), height: even(lines) }
      : { width: even(long), height: even(long / value) };
  }
  return lines / value <= long
    ? { width: even(lines), height: even(lines / value) }
    : { width: even(long * value), height: even(long) };
}

/** The lines of the smallest 16:9 box, upright or not, that holds the picture: 1280×536 counts as 720. */
export function linesOf(size: Pixels): number {
  const long = Math.max(size.width, size.height);
  const short = Math.min(size.width, size.height);
  return Math.max(short, Math.round((long * 9) / 16));
}

const even = (side: number): number => Math.max(2, Math.round(side / 2) * 2);
