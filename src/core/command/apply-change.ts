import { type Axes, CAMERA_CUES, LIGHTING_CUES } from '../template/cues.ts';
import { isSlotName, SLOT_NAMES, type SlotName, type Slots } from '../template/slots.ts';
import type { Brief } from './brief.ts';
import { cleanText } from './clean-text.ts';
import type { Problem, Vocabulary } from './read.ts';
import { readParts } from './read-parts.ts';

export interface SlotChange {
  readonly slot: SlotName;
  readonly from: string | null;
  readonly to: string;
}

/** A change as understood, to be shown slot by slot before anything is spent. */
export interface AppliedChange {
  readonly slots: Slots;
  readonly changed: readonly SlotChange[];
  /** What the change said in options (`--seconds 4`), to be laid over the parent's brief; slots are in `slots`. */
  readonly options: BriefOptions;
  /** The options could not be read: then nothing is changed. */
  readonly problem: Problem | null;
}

export type BriefOptions = Partial<Omit<Brief, 'scene' | 'slots'>>;

/**
 * Applies a change in a person's words to a take's slots. It understands little and shows what it understood: clauses
 * are told apart at stops, and at commas and "and" beside a cue; `camera: …` names its slot; a time of day or a light is
 * lighting; framing, camera moves and pace are camera; anything else is added to the action.
 */
export function applyChange(slots: Slots, change: string, words: Vocabulary = NO_WORDS): AppliedChange {
  const read = readParts(cleanText(change), words);
  if ('kind' in read) return { slots, changed: [], options: {}, problem: read };
  let next: Slots = slots;
  const options = toOptions(read);
  const empty = Object.keys(options).length > 0 ? BESIDE_OPTIONS : ASKING;
  for (const clause of toClauses(read.scene)) {
    if (clause.slot !== null || !isEmpty(clause.text, empty)) next = applyClause(next, clause);
  }
  next = { ...next, ...read.slots };
  const changed = SLOT_NAMES.flatMap((slot) => {
    const from = slots[slot] ?? null;
    const to = next[slot];
    return to === undefined || to === from ? [] : [{ slot, from, to }];
  });
  return { slots: next, changed, options, problem: null };
}

const NO_WORDS: Vocabulary = { templates: [], models: [] };

interface Clause {
  readonly slot: SlotName | null;
  readonly text: string;
}

/** Whole sentences that name their slot; else runs of words, cut where a cue for lighting or camera stands alone. */
function toClauses(text: string): readonly Clause[] {
  return text.split(/; |[.!] /u).flatMap((sentence): readonly Clause[] => {
    const named = /^ *([a-z]+) ?[:=] ?(\S.*)$/i.exec(sentence);
    const slot = named?.[1]?.toLowerCase() ?? '';
    if (isSlotName(slot)) return [{ slot, text: trimMarks(named?.[2] ?? '') }];
    return cutAtCues(sentence).map((part) => ({ slot: null, text: part }));
  });
}

/** "slower and at night" is two clauses; "a man and a woman, both tired" stays whole, for neither half is a cue. */
function cutAtCues(sentence: string): readonly string[] {
  const pieces = sentence.split(/(, ?| (?:and|but|then) )/iu);
  const clauses: string[] = [];
  let told = '';
  for (let index = 0; index < pieces.length; index += 2) {
    const piece = trimMarks(pieces[index] ?? '');
    if (piece === '') continue;
    if (isCue(piece, CAMERA_CUES) || isCue(piece, LIGHTING_CUES)) {
      clauses.push(told, piece.replace(LEADING_FILLER, ''));
      told = '';
    } else {
      told = told === '' ? piece : `${told}${pieces[index - 1] ?? ' '}${piece}`;
    }
  }
  return [...clauses, told.replace(LEADING_FILLER, '')].filter((clause) => clause !== '');
}

const LEADING_FILLER = /^(?:(?:and|but|then|please|maybe|make it|go|do it) )+/i;

/** Words that ask and say no change: what is left of "please make it --seconds 4". */
const ASKING: ReadonlySet<string> = new Set(
  (
    'a again and an another as be but can change changed could do for give go i in instead into it just lets let make ' +
    'maybe me new next now of on once one only please pls put redo render retake retry run same set should shot so take ' +
    'that the then this to try turn up us use version want we with would you'
  ).split(' '),
);

/** Beside an option these only name what it says already. */
const BESIDE_OPTIONS: ReadonlySet<string> = new Set([
  ...ASKING,
  ...'aspect bigger format horizontal landscape larger length long longer model portrait ratio seconds short'.split(
    ' ',
  ),
  ...'shorter size smaller square template vertical wide'.split(' '),
]);

const isEmpty = (text: string, empty: ReadonlySet<string>): boolean =>
  (
    text
      .toLowerCase()
      .replace(/['’]/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).every((word) => empty.has(word));

/** Without spaces and stops at its end. */
function trimMarks(text: string): string {
  let end = text.length;
  while (end > 0 && ' .;,!'.includes(text[end - 1] ?? '')) end -= 1;
  return text.slice(0, end).trimStart();
}

function applyClause(slots: Slots, { slot, text }: Clause): Slots {
  // Marks alone say nothing (`camera: ,`).
  if (slot !== null) return trimMarks(text) === '' ? slots : { ...slots, [slot]: text };
  if (isCue(text, CAMERA_CUES)) return { ...slots, camera: replaceCue(slots.camera, text, CAMERA_CUES) };
  if (isCue(text, LIGHTING_CUES)) return { ...slots, lighting: replaceCue(slots.lighting, text, LIGHTING_CUES) };
  return { ...slots, action: join(slots.action, text) };
}

/** A clause longer than this tells a story; a word of light in it is not its point. */
const MAX_CUE_WORDS = 8;
const FILLER =
  /^(?:a|an|the|at|in|on|by|to|of|it|is|be|as|with|from|more|much|bit|little|slightly|very|too|now|make|go|going|set|shot|shoot|camera|light|lighting|lit|lens|frame|framing|please|and|but|then|maybe)$/i;

/** True where the clause comes to its cue at once: "a slow push in" does, "a horse walks at night" does not. */
function isCue(text: string, axes: Axes): boolean {
  if (text.length > 200 || text.split(' ').length > MAX_CUE_WORDS) return false;
  return axes.some((axis) => {
    const found = axis.exec(text);
    if (found === null) return false;
    const before = text
      .slice(0, found.index)
      .split(' ')
      .filter((word) => word !== '' && !FILLER.test(word));
    return before.length <= 1;
  });
}

/** Drops those parts of the slot that speak of the same axis as the clause, and adds the clause. */
function replaceCue(before: string | undefined, text: string, axes: Axes): string {
  const spoken = axes.filter((axis) => axis.test(text));
  const kept = (before ?? '').split(/, ?/).filter((part) => part !== '' && !spoken.some((axis) => axis.test(part)));
  return [...kept, text].join(', ');
}

const join = (before: string | undefined, text: string): string =>
  before === undefined || before === '' ? text : `${trimMarks(before)}; ${text}`;

/** Only what the change said: null and an empty list are "not said". */
function toOptions(read: Brief): BriefOptions {
  const { scene: _scene, slots: _slots, ...options } = read;
  const said = Object.entries(options).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(said);
}
