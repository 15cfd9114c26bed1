import { RATIOS, SLOTS } from './command.js';

/**
 * @import {Catalog} from './types.js'
 * @typedef {{label: string, hint: string, insert: string, from: number}} Suggestion
 */

/** @type {readonly (readonly [name: string, hint: string])[]} */
const SUBCOMMANDS = [
  ['help', 'What Previz understands'],
  ['status', 'What is running now'],
  ['show', 'A shot again, by its name'],
  ['cancel', 'Stop what runs'],
  ['models', 'Who can render, and for how much'],
  ['templates', 'Ways to describe a shot'],
  ['budget', 'What is spent, held and left'],
  ['log', 'Everything that was made here'],
  ['digest', 'The week of this channel'],
  ['policy', 'Who decides, and how'],
  ['settings', 'Defaults of this channel'],
  ['rename', 'Give a shot your own name'],
  ['reopen', 'Vote again on a take'],
];

/** @type {readonly (readonly [name: string, hint: string])[]} */
const OPTIONS = [
  ['seconds', 'How long: 6'],
  ['ratio', 'Picture shape: 2.39'],
  ['takes', 'How many at once: 3'],
  ['model', 'Who renders'],
  ['template', 'How the prompt is told'],
  ['shot', 'Your own name: SEQ010_SH0040'],
  ['size', '1280x720 or 720p'],
  ['seed', 'The same number, the same picture'],
  ['ref', 'first:https://… an image to start from'],
  ['draft', 'The quick model'],
  ['final', 'The good model'],
  ...SLOTS.map(([name, hint]) => /** @type {const} */ ([name, hint])),
];

const LIMIT = 8;

/**
 * What may come next where the caret stands; nothing where the word is whole.
 *
 * @param {string} text
 * @param {Catalog} catalog
 * @returns {readonly Suggestion[]}
 */
export function suggest(text, catalog) {
  const word = /\S*$/.exec(text)?.[0] ?? '';
  const from = text.length - word.length;
  if (from === 0 && /^\/\w*$/.test(word)) return only([['/previz', 'Ask for a clip, or open the form']], word, from);
  if (/^@\w*$/.test(word)) return only([['@previz', 'Ask for a change in a thread']], word, from);
  const command = /^\s*\/previz\s+/i.exec(text);
  if (command === null) return [];
  const value = /(?:^|\s)(?:--|[—–])([a-z]+)\s+\S*$/i.exec(text)?.[1]?.toLowerCase();
  if (value !== undefined && !/^(?:--|[—–])/.test(word)) return only(valuesOf(value, catalog), word, from);
  const marker = /^(--|[—–]|-)/.exec(word)?.[0];
  if (marker !== undefined) return only(optionsLeft(text), `--${word.slice(marker.length)}`, from);
  return from === command[0].length ? only(SUBCOMMANDS, word, from) : [];
}

/** @param {string} option @param {Catalog} catalog */
function valuesOf(option, { models, templates }) {
  if (option === 'model') return models.map(({ id, title, priceText }) => toPair(id, `${title} · ${priceText}`));
  if (option === 'template') return templates.map(({ name, title }) => toPair(name, title));
  return option === 'ratio' ? RATIOS.map((ratio) => toPair(ratio, '')) : [];
}

/** @param {string} name @param {string} hint @returns {readonly [string, string]} */
const toPair = (name, hint) => [name, hint];

/** @param {string} text */
const optionsLeft = (text) =>
  OPTIONS.filter(([name]) => name === 'ref' || !text.includes(`--${name} `)).map(([name, hint]) =>
    toPair(`--${name}`, hint),
  );

/**
 * @param {readonly (readonly [string, string])[]} pairs
 * @param {string} word
 * @param {number} from
 * @returns {readonly Suggestion[]}
 */
const only = (pairs, word, from) => {
  const typed = word.toLowerCase();
  if (pairs.some(([name]) => name.toLowerCase() === typed)) return [];
  return pairs
    .filter(([name]) => name.toLowerCase().startsWith(typed))
    .slice(0, LIMIT)
    .map(([name, hint]) => ({ label: name, hint, insert: `${name} `, from }));
};
