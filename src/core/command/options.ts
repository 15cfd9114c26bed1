import { readSlug } from '../shot/slug.ts';
import { RATIOS } from '../take/ratio.ts';
import { SLOT_NAMES, type SlotName } from '../template/slots.ts';
import { type Brief, REFERENCE_ROLES } from './brief.ts';
import { countChars } from './clean-text.ts';
import { toProblem, toUnknown } from './problem.ts';
import type { Problem, Vocabulary } from './read.ts';
import { readRatio, readSeconds, readSize, readWhole, snapRatio } from './values.ts';

export const MAX_TAKES = 4;
export const MAX_MODELS = 4;
export const MAX_REFERENCES = 8;
export const MAX_SLOT_CHARS = 1000;
const MAX_SEED = 2 ** 31 - 1;
const MAX_URL_CHARS = 2000;

/** One option of the command. `text` options take prose, which has to be quoted as soon as it is more than a word. */
export interface Option {
  readonly name: string;
  readonly takes: 'flag' | 'value' | 'list' | 'text';
  readonly repeats: boolean;
  readonly read: (brief: Brief, value: string, words: Vocabulary) => Brief | Problem;
}

const value = (name: string, read: Option['read']): Option => ({ name, takes: 'value', repeats: false, read });
const bad = (name: string, word: string, wanted: string): Problem =>
  toProblem('bad_value', word, `--${name} takes ${wanted}.`);

const OPTIONS: readonly Option[] = [
  value('template', (brief, word, words) => {
    const template = findName(word, words.templates);
    return template === null
      ? toUnknown('unknown_template', 'template', word, words.templates)
      : { ...brief, template };
  }),
  { name: 'model', takes: 'list', repeats: false, read: readModelNames },
  value('seconds', (brief, word) => {
    const seconds = readSeconds(word);
    return seconds === null ? bad('seconds', word, 'a number, such as 6 or 6.5') : { ...brief, seconds };
  }),
  value('ratio', (brief, word) => {
    const ratio = readRatio(word);
    if (ratio !== null) return { ...brief, ratio };
    const near = snapRatio(word);
    return near === null
      ? bad('ratio', word, `one of ${RATIOS.join(', ')}`)
      : { ...brief, ratio: near, askedRatio: word };
  }),
  value('size', (brief, word) => {
    const size = readSize(word);
    return size === null ? bad('size', word, 'a size such as 1280x720 or 720p') : { ...brief, size };
  }),
  value('takes', (brief, word) => {
    const takes = readWhole(word, 1, MAX_TAKES);
    return takes === null ? bad('takes', word, `a whole number from 1 to ${MAX_TAKES}`) : { ...brief, takes };
  }),
  value('seed', (brief, word) => {
    const seed = readWhole(word, 0, MAX_SEED);
    return seed === null ? bad('seed', word, `a whole number from 0 to ${MAX_SEED}`) : { ...brief, seed };
  }),
  value('shot', (brief, word) => {
    const shot = readSlug(word);
    const wanted = 'a name such as SH0040: letters, digits, _ and -, with at least one letter and one digit or _';
    return shot === null ? bad('shot', word, wanted) : { ...brief, shot };
  }),
  { name: 'ref', takes: 'value', repeats: true, read: readReference },
  { name: 'draft', takes: 'flag', repeats: false, read: (brief) => withTier(brief, 'draft') },
  { name: 'final', takes: 'flag', repeats: false, read: (brief) => withTier(brief, 'final') },
  ...SLOT_NAMES.map(toSlotOption),
];

export const OPTION_NAMES: readonly string[] = OPTIONS.map(({ name }) => name);

/** The option of that name, in any case; null when there is none. */
export const findOption = (name: string): Option | null =>
  OPTIONS.find((option) => option.name === name.toLowerCase()) ?? null;

/** The real spelling of a name, found in any case. */
export function findName(word: string, names: readonly string[]): string | null {
  return names.find((name) => name === word) ?? names.find((name) => name.toLowerCase() === word.toLowerCase()) ?? null;
}

function readModelNames(brief: Brief, word: string, words: Vocabulary): Brief | Problem {
  const asked = word.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
  const models = new Set<string>();
  for (const name of asked) {
    const model = findName(name, words.models);
    if (model === null) return toUnknown('unknown_model', 'model', name, words.models);
    models.add(model);
  }
  if (models.size === 0) return bad('model', word, 'one name or several with commas between');
  if (models.size > MAX_MODELS) return toProblem('too_many', word, `--model takes at most ${MAX_MODELS} names.`);
  return { ...brief, models: [...models] };
}

/** `first:https://…`, or an address alone, which is a style reference. Discord people write `<https://…>`. */
function readReference(brief: Brief, word: string): Brief | Problem {
  const named = /^([a-z]+):(?!\/\/)(.*)$/i.exec(word);
  const name = named?.[1]?.toLowerCase() ?? 'style';
  const url = (named?.[2] ?? word).replace(/^<(.*)>$/, '$1');
  const role = REFERENCE_ROLES.find((known) => known === name);
  if (role === undefined) return toUnknown('unknown_role', 'role of a reference', name, REFERENCE_ROLES);
  if (url.length > MAX_URL_CHARS || !isFetchable(url)) {
    return bad(
      'ref',
      word,
      'an https address, after its role where it is not a style, as in first:https://example.com/a.png',
    );
  }
  if (brief.refs.length >= MAX_REFERENCES) {
    return toProblem('too_many', word, `A take has at most ${MAX_REFERENCES} references.`);
  }
  return { ...brief, refs: [...brief.refs, { role, url }] };
}

/** A picture that an earlier take kept, https anywhere, http on this machine only; whether an address may really be fetched is decided where it is fetched. */
const isFetchable = (url: string): boolean =>
  /^kept:[0-9a-f]{64}$/.test(url) ||
  (/^(?:https:\/\/|http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/])[^\s<>]+$/i.test(url) && URL.canParse(url));

function withTier(brief: Brief, tier: 'draft' | 'final'): Brief | Problem {
  if (brief.tier !== null) {
    return toProblem('repeated_option', `--${tier}`, 'Say either --draft or --final, not both.');
  }
  return { ...brief, tier };
}

function toSlotOption(name: SlotName): Option {
  return {
    name,
    takes: 'text',
    repeats: false,
    read: (brief, text) => {
      const chars = countChars(text);
      return chars <= MAX_SLOT_CHARS
        ? { ...brief, slots: { ...brief.slots, [name]: text } }
        : toProblem('value_too_long', `--${name}`, `--${name} has ${chars} characters; at most ${MAX_SLOT_CHARS} fit.`);
    },
  };
}
