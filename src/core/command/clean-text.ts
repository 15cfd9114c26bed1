/**
 * Text as the rest may rely on: well-formed, one kind of space, no newlines, no control characters and none that turn
 * or hide text (bidi controls, zero-width spaces). Joiners stay, for emoji and for scripts that need them.
 */
export const cleanText = (text: string): string => text.toWellFormed().replace(SPACES, ' ').replace(UNSEEN, '').trim();

const SPACES = /[\t\n\v\f\r\u0085\u2028\u2029\p{Zs}]/gu;
const UNSEEN = /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** How many characters a person would count, near enough: code points. */
export function countChars(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** At most so many code points, with an ellipsis where something was left out. */
export function shorten(text: string, max: number): string {
  const chars = [...text.slice(0, max * 2 + 2)];
  return chars.length <= max ? text : `${chars.slice(0, max - 1).join('')}…`;
}
