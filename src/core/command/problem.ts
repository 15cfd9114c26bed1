import { shorten } from './clean-text.ts';
import { nearest } from './nearest.ts';
import type { Problem, ProblemCode } from './read.ts';

export const toProblem = (code: ProblemCode, word: string, hint: string): Problem => ({
  kind: 'problem',
  code,
  word: shorten(word, 60),
  hint,
  nearest: [],
});

/** A name that does not exist, with the nearest that do. `what` is the thing's name: `template`. */
export function toUnknown(code: ProblemCode, what: string, word: string, names: readonly string[]): Problem {
  const near = nearest(word, names);
  const shown = shorten(word, 60);
  const hint =
    near.length === 0
      ? `There is no ${what} “${shown}”, nor any other here.`
      : `There is no ${what} “${shown}”; the nearest is ${near.join(' or ')}.`;
  return { kind: 'problem', code, word: shown, hint, nearest: near };
}
