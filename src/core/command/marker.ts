import { isNear, nearest } from './nearest.ts';
import { findOption, OPTION_NAMES, type Option } from './options.ts';
import { toProblem, toUnknown } from './problem.ts';
import type { Problem } from './read.ts';

/** `--`, or what phones and Macs make of it (figure, en and em dash, horizontal bar), or a single hyphen typed by mistake. */
const WORD = /^(-{2,3}|[‒–—―]-?|-)(\p{L}[\p{L}\p{N}_-]*)(.*)$/u;

export interface OptionMarker {
  readonly kind: 'option';
  readonly option: Option;
  /** Counted from the word's start; null when the value, if any, is the next word. */
  readonly valueAt: number | null;
}

export type Marker = { readonly kind: 'prose' } | OptionMarker | Problem;

/**
 * Decides whether a word of the command opens an option. Two hyphens before a letter always do, so that a misspelt
 * option is a problem with a hint. A long dash does when an option's name follows exactly; when the name is merely
 * near, it is a problem; else the dash belongs to the prose (`—tired and wet—`).
 */
export function readMarker(word: string): Marker {
  const match = WORD.exec(word);
  if (match === null) return { kind: 'prose' };
  const [dash = '', name = '', rest = ''] = match.slice(1);
  const typed = dash.startsWith('--');
  const option = findOption(name);
  const separated = rest.startsWith('=') || (typed && rest.startsWith(':'));
  if (dash === '-') return readHyphen(word, option, rest);
  if (option !== null && (rest === '' || separated)) {
    return { kind: 'option', option, valueAt: separated ? dash.length + name.length + 1 : null };
  }
  if (typed) return unknown(word, `--${name}`);
  const near = rest === '' || separated ? OPTION_NAMES.filter((known) => isNear(name, known)) : [];
  if (option !== null || near.length === 0) return { kind: 'prose' };
  const hint = `Did you mean --${near[0]}? If ${dash}${name} belongs to the scene, put a space after the dash.`;
  return { ...toProblem('unknown_option', word, hint), nearest: near.map((known) => `--${known}`) };
}

/** True for a word that can't be the value of the option before it. */
export function opensOption(word: string): boolean {
  const marker = readMarker(word);
  return marker.kind === 'option' || (marker.kind === 'problem' && word.startsWith('--'));
}

function readHyphen(word: string, option: Option | null, rest: string): Marker {
  if (option === null || option.name.length < 4 || (rest !== '' && !rest.startsWith('='))) return { kind: 'prose' };
  const hint = `Write --${option.name} with two hyphens, or quote the whole scene if ${word} belongs to it.`;
  return { ...toProblem('unknown_option', word, hint), nearest: [`--${option.name}`] };
}

function unknown(word: string, name: string): Problem {
  const near = nearest(name.slice(2), OPTION_NAMES).map((known) => `--${known}`);
  const problem = toUnknown('unknown_option', 'option', word, near);
  return { ...problem, hint: `${problem.hint} If it belongs to the scene, quote the whole scene.`, nearest: near };
}
