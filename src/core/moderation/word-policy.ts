import { readObject, readStrings } from '../channel/read-json.ts';
import type { Flag } from './flags.ts';

/** A workspace's own words, beside the built-in ones. */
export interface WordPolicy {
  /** Stop as a likeness or as not wanted here: names of people, of clients, of products. */
  readonly stop: readonly string[];
  readonly warn: readonly string[];
  /** Never looked at: "Naked Gun" is a film. */
  readonly allow: readonly string[];
}

/** A stored policy; gaps are empty lists. */
export function readWordPolicy(settings: unknown): WordPolicy {
  const from = readObject(readObject(settings)['moderation']);
  return { stop: readStrings(from['stop']), warn: readStrings(from['warn']), allow: readStrings(from['allow']) };
}

/** The settings with one of the lists changed; the others stay. */
export const withWords = (settings: unknown, list: keyof WordPolicy, words: readonly string[]) => ({
  ...readObject(settings),
  moderation: { ...readWordPolicy(settings), [list]: words },
});

/**
 * Words that say what they are in any scene. A list can't read: it is the net below a host without moderation, so it is
 * short, and what it stops an owner may let through.
 */
const WORDS: Readonly<Partial<Record<Flag, readonly string[]>>> = {
  sexual: [
    'nude',
    'nudes',
    'naked',
    'nudity',
    'porn',
    'pornographic',
    'erotic',
    'sex scene',
    'topless',
    'genitals',
    'nsfw',
    'hentai',
  ],
  likeness: [
    'deepfake',
    'deep fake',
    'in the likeness of',
    'looks exactly like',
    'face of a real',
    'faceswap',
    'face swap',
  ],
  violence: [
    'blood',
    'bloody',
    'gore',
    'shoot',
    'shoots',
    'shot dead',
    'shooting',
    'gun',
    'guns',
    'stab',
    'stabs',
    'kill',
    'kills',
    'corpse',
    'murder',
    'beheading',
  ],
  'self-harm': ['suicide', 'self-harm', 'self harm'],
};

/** Words of violence that the trade says of cameras: a shot, a shooting schedule. */
const TRADE = [
  'shooting stars',
  'shooting star',
  'photo shoot',
  'shooting schedule',
  'film shoot',
  'gun metal',
  'bloodhound',
];

/** What the words of a request say by themselves. */
export function flagsOfWords(text: string, policy: WordPolicy): readonly Flag[] {
  const plain = without(` ${fold(text)} `, [...TRADE, ...policy.allow]);
  const has = (word: string) => plain.includes(` ${fold(word)} `);
  const flags = new Set<Flag>();
  for (const [flag, words] of Object.entries(WORDS)) if (words.some(has)) flags.add(flag as Flag);
  if (policy.stop.some(has)) flags.add('likeness');
  if (policy.warn.some(has)) flags.add('violence');
  return [...flags];
}

const without = (text: string, phrases: readonly string[]): string =>
  phrases.reduce((rest, phrase) => (fold(phrase) === '' ? rest : rest.replaceAll(` ${fold(phrase)} `, ' … ')), text);

/** Lower case, accents off, everything that is no letter or digit a single space. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
