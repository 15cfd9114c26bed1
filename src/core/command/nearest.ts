/** A word longer than this is no misspelling of a name; the bound keeps the distance cheap for any input. */
const MAX_WORD = 40;

/** The real names closest to a word, best first: all within a likely misspelling, else the single closest one. */
export function nearest(word: string, names: readonly string[]): readonly string[] {
  const wanted = word.toLowerCase().slice(0, MAX_WORD);
  const scored = names
    .map((name) => ({ name, score: score(wanted, name.toLowerCase()) }))
    .sort((a, b) => a.score - b.score);
  const likely = scored.filter(({ score }) => score <= Math.max(1, Math.floor(wanted.length / 3)));
  return (likely.length > 0 ? likely : scored).slice(0, likely.length > 0 ? 3 : 1).map(({ name }) => name);
}

/** True when the word is a plausible misspelling of the name: one slip in four letters, two in six or more. */
export function isNear(word: string, name: string): boolean {
  if (word.length < 4 || word.length > MAX_WORD) return false;
  const slips = word.length >= 6 ? 2 : 1;
  if (Math.abs(word.length - name.length) > slips) return false;
  return editDistance(word.toLowerCase(), name.toLowerCase()) <= slips;
}

/** Insertions, deletions, replacements and swaps of neighbours between two short words. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(at(above, column) + 1, at(current, column - 1) + 1, at(above, column - 1) + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) best = Math.min(best, at(before, column - 2) + 1);
      current.push(best);
    }
    before = above;
    above = current;
  }
  return at(above, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? 0;

/** A name that contains the word (`documentary` in `handheld-documentary`) is as close as one slip. */
function score(wanted: string, name: string): number {
  const distance = editDistance(wanted, name);
  return wanted.length >= 3 && name.includes(wanted) ? Math.min(1, distance) : distance;
}
