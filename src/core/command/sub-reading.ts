import { toProblem } from './problem.ts';
import type { Problem } from './read.ts';
import type { SubCommand, SubName } from './sub-command.ts';

/** A word after a sub-command's name. */
export interface Argument {
  readonly text: string;
  readonly quoted: boolean;
}

/** `sure`: only the sub-command can be meant. `loose`: a scene can be meant as well. `none`: it is a scene. */
export type SubReading =
  | { readonly kind: 'sure' | 'loose'; readonly command: SubCommand }
  | { readonly kind: 'none' }
  | Problem;

export const NONE: SubReading = { kind: 'none' };

export const sure = (command: SubCommand): SubReading => ({ kind: 'sure', command });

/**
 * A sub-command whose keyword was recognized and whose arguments were not. Too many words for it: it was a scene.
 * None: it broke off. Else they are wrong, and a person is asked rather than guessed at.
 */
export function misread(sub: SubName, usage: string, args: readonly Argument[], most: number): SubReading {
  if (args.length > most) return NONE;
  const hint = `Write it as /previz ${sub} ${usage}.${AS_SCENE}`;
  return args.length === 0
    ? toProblem('missing_argument', sub, hint)
    : toProblem('bad_argument', args.map(({ text }) => text).join(' '), hint);
}

/** Of no use where no scene can be meant. */
export const AS_SCENE = ' To render these words as a scene, put them in quotes.';

export const wordOf = (args: readonly Argument[], index: number): string => args[index]?.text ?? '';

export const keywordOf = (args: readonly Argument[]): string => wordOf(args, 0).toLowerCase();
