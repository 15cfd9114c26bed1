/** Straight and curly quotes read alike: phones and Macs turn the first into the second, or mix them. */
const DOUBLE = '"“”„‟';
const SINGLE = "'‘’‚‛";

export type Quoted =
  | { readonly kind: 'closed'; readonly value: string; readonly end: number }
  | { readonly kind: 'unclosed' };

/**
 * Reads the quoted text that opens at `at`; null when no quote opens there. Inside, a backslash keeps a quote or a
 * backslash as text. A single quote before a letter is an apostrophe and closes nothing; a double quote before a
 * letter makes the whole unclosed, for nobody can tell which part was meant.
 */
export function readQuoted(text: string, at: number): Quoted | null {
  const opener = text[at];
  if (opener === undefined) return null;
  if (SINGLE.includes(opener)) return closeAt(text, at, (char, next) => SINGLE.includes(char) && !isWordChar(next));
  if (!DOUBLE.includes(opener)) return null;
  const straight = opener === '"' ? closeAt(text, at, (char) => char === '"') : null;
  const closed = straight?.kind === 'closed' ? straight : closeAt(text, at, (char) => DOUBLE.includes(char));
  return closed.kind === 'closed' && isWordChar(text[closed.end]) ? { kind: 'unclosed' } : closed;
}

/** The text in straight quotes, such that readQuoted gives it back. */
export const toQuoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

function closeAt(text: string, at: number, closes: (char: string, next: string | undefined) => boolean): Quoted {
  let value = '';
  for (let index = at + 1; index < text.length; index += 1) {
    const char = text[index] ?? '';
    const next = text[index + 1];
    if (char === '\\' && next !== undefined && (next === '\\' || DOUBLE.includes(next) || SINGLE.includes(next))) {
      value += next;
      index += 1;
    } else if (closes(char, next)) {
      return { kind: 'closed', value: value.trim(), end: index + 1 };
    } else {
      value += char;
    }
  }
  return { kind: 'unclosed' };
}

const isWordChar = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);
