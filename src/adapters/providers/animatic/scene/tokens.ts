export interface Word {
  readonly lower: string;
  /** Starts with a capital in a text that is not all capitals. */
  readonly capital: boolean;
  readonly startsSentence: boolean;
  /** A comma, a dash or the like stands before it. */
  readonly afterBreak: boolean;
}

/** Words of the text in order; letters and digits of any script, with apostrophes and hyphens inside. */
export function toWords(text: string): readonly Word[] {
  const shouts = text === text.toUpperCase();
  const words: Word[] = [];
  let end = 0;
  for (const match of text.matchAll(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)) {
    const gap = text.slice(end, match.index);
    const [raw] = match;
    words.push({
      lower: raw.toLowerCase().replace(/['’]s$/, ''),
      capital: !shouts && /^\p{Lu}/u.test(raw),
      startsSentence: words.length === 0 || /[.!?\n:]/.test(gap),
      afterBreak: words.length === 0 || /[^\s]/.test(gap),
    });
    end = match.index + raw.length;
  }
  return words;
}
