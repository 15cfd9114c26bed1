import type { Action, Build, Figure, Wear } from './scene.ts';
import type { Word } from './tokens.ts';
import { ACTIONS, BEFORE_PLACES, COUNTS, DETERMINERS, DOERS, IRREGULAR, NOUNS, SETS, TIMES, WEARS } from './words.ts';

const MAX_FIGURES = 4;
const SET_WORDS = new Set(SETS.flatMap(([, , words]) => words.trim().split(/\s+/)));

interface Found {
  readonly at: number;
  readonly head: string;
  readonly label: string;
  readonly build: Build;
  readonly wears: readonly Wear[];
  readonly count: number;
}

/** Figures in the order they are told; nouns of the vocabulary, and names in capitals. May be empty. */
export function readFigures(words: readonly Word[]): readonly Figure[] {
  const found: Found[] = [];
  for (const [at, word] of words.entries()) {
    const next = readNoun(words, at) ?? readName(words, at, found);
    if (next === null || (found.some((other) => other.head === next.head) && words[at - 1]?.lower !== 'another'))
      continue;
    if (next.build === 'object' && SET_WORDS.has(word.lower) && found.length > 0) continue;
    found.push(next);
  }
  const actions = readActions(words, found);
  return found.flatMap((one, index) => toFigures(one, actions[index] ?? 'stand')).slice(0, MAX_FIGURES);
}

/** The verb after each figure; `a man and a dog run` share theirs, an animal or a car goes along with who leads it. */
function readActions(words: readonly Word[], found: readonly Found[]): readonly Action[] {
  const own = found.map((one, index) => readAction(words, one.at, found[index + 1]?.at));
  const shared = own.map((action, index) => {
    for (let next = index; action === null && isJoined(words, found[next], found[next + 1]); next += 1) {
      const theirs = own[next + 1];
      if (theirs !== null && theirs !== undefined) return theirs;
    }
    return action;
  });
  const actions: Action[] = [];
  for (const [index, action] of shared.entries()) {
    const goesAlong = found[index]?.build !== 'adult' && found[index]?.build !== 'object';
    const byName = DOERS.get(found[index]?.head ?? '');
    actions.push(action ?? byName ?? (goesAlong ? actions.at(-1) : undefined) ?? 'stand');
  }
  return actions;
}

function isJoined(words: readonly Word[], one: Found | undefined, next: Found | undefined): boolean {
  if (one === undefined || next === undefined || next.at - one.at > 5) return false;
  return words.slice(one.at + 1, next.at).some((word) => word.lower === 'and' || word.lower === 'with');
}

function readNoun(words: readonly Word[], at: number): Found | null {
  const word = words[at];
  if (word === undefined) return null;
  const single = singular(word.lower);
  const build = single === null ? undefined : NOUNS.get(single);
  if (single === null || build === undefined || isModifier(words, at)) return null;
  const modifiers = readModifiers(words, at);
  const counted = COUNTS.get(words[at - modifiers.length - 1]?.lower ?? '');
  const plural = single !== word.lower || single === 'couple' || single === 'crowd';
  const head = single === 'couple' ? 'person' : single;
  return {
    at,
    head,
    label: [...modifiers, head].join(' '),
    build,
    wears: [...(WEARS.get(single) ?? []), ...readWears(words, at)],
    count: single === 'crowd' ? MAX_FIGURES : plural ? (counted ?? 2) : 1,
  };
}

/** In `taxi driver` and `phone booth` the first noun only describes the second. */
function isModifier(words: readonly Word[], at: number): boolean {
  const next = words[at + 1];
  if (next === undefined || next.afterBreak) return false;
  const single = singular(next.lower);
  return single !== null && NOUNS.has(single) && !ACTIONS.has(next.lower);
}

function readModifiers(words: readonly Word[], at: number): readonly string[] {
  for (const reach of [1, 2, 3]) {
    const word = words[at - reach];
    const between = words.slice(at - reach + 1, at + 1);
    if (word === undefined || between.some((each) => each.afterBreak)) return [];
    if (DETERMINERS.has(word.lower) || COUNTS.has(word.lower)) return between.slice(0, -1).map((each) => each.lower);
  }
  return [];
}

function readWears(words: readonly Word[], at: number): readonly Wear[] {
  const near = new Set(words.slice(at + 1, at + 7).map((word) => word.lower));
  const wears: Wear[] = [];
  if (near.has('hat') || near.has('fedora')) wears.push('hat');
  if (near.has('coat') || near.has('trenchcoat') || near.has('robe') || near.has('cloak')) wears.push('coat');
  if (near.has('helmet')) wears.push('helmet');
  if (near.has('dress') || near.has('skirt') || near.has('gown')) wears.push('skirt');
  return wears;
}

/** `Anna runs`, `… and Marlowe`: a capital that no place word leads, or a sentence that starts with name and verb. */
function readName(words: readonly Word[], at: number, found: readonly Found[]): Found | null {
  const word = words[at];
  if (word === undefined || !word.capital || word.lower.length < 2 || isKnown(word.lower)) return null;
  const before = words[at - 1];
  const verb = words[at + 1]?.lower ?? '';
  const acts = ACTIONS.has(verb) || /[^s]s$/.test(verb);
  if (word.startsSentence && !acts) return null;
  if (!word.startsSentence && (BEFORE_PLACES.has(before?.lower ?? '') || word.afterBreak)) return null;
  if (found.some((other) => other.at === at - 1)) return null;
  return { at, head: word.lower, label: word.lower, build: 'adult', wears: readWears(words, at), count: 1 };
}

const isKnown = (word: string): boolean =>
  DETERMINERS.has(word) || BEFORE_PLACES.has(word) || SET_WORDS.has(word) || TIMES.has(word) || ACTIONS.has(word);

function singular(word: string): string | null {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (NOUNS.has(word)) return word;
  for (const ending of ['s', 'es']) {
    if (word.endsWith(ending) && NOUNS.has(word.slice(0, -ending.length))) return word.slice(0, -ending.length);
  }
  return null;
}

function readAction(words: readonly Word[], from: number, to: number | undefined): Action | null {
  for (const word of words.slice(from + 1, to)) {
    const action = ACTIONS.get(word.lower);
    if (action !== undefined) return action;
  }
  return null;
}

function toFigures(found: Found, action: Action): readonly Figure[] {
  return Array.from({ length: found.count }, (_, index) => ({
    label: (found.count > 1 ? `${found.label} ${index + 1}` : found.label).toUpperCase(),
    build: found.build,
    wears: found.wears,
    action: found.build === 'object' ? 'stand' : action,
  }));
}
