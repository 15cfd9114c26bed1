import { type Brief, toBrief } from './brief.ts';
import { type OptionMarker, opensOption, readMarker } from './marker.ts';
import type { Option } from './options.ts';
import { toProblem } from './problem.ts';
import { readQuoted } from './quotes.ts';
import type { Problem, Vocabulary } from './read.ts';
import { toLines } from './values.ts';

/** A stretch of prose as typed; `quoted` is its content where it was a quoted whole. */
interface Prose {
  readonly raw: string;
  readonly quoted: string | null;
}

interface Value {
  readonly text: string;
  readonly bare: boolean;
  readonly end: number;
}

interface Reading {
  brief: Brief;
  at: number;
  /** The option before, where its value was one unquoted word of prose. */
  bareText: Option | null;
  readonly prose: Prose[];
  readonly seen: Set<string>;
}

/**
 * Reads cleaned text into a brief whose scene may be empty: options wherever they stand, the rest in its order as the
 * scene. One pass over the text; only references may be named twice.
 */
export function readParts(text: string, words: Vocabulary): Brief | Problem {
  const reading: Reading = { brief: toBrief(''), at: 0, bareText: null, prose: [], seen: new Set() };
  for (reading.at = skipSpaces(text, 0); reading.at < text.length; reading.at = skipSpaces(text, reading.at)) {
    const word = wordAt(text, reading.at);
    const marker = readMarker(word);
    if (marker.kind === 'problem') return marker;
    const problem = marker.kind === 'prose' ? takeProse(reading, text, word) : takeOption(reading, text, marker, words);
    if (problem !== null) return problem;
  }
  return { ...shape(reading.brief), scene: toScene(reading.prose) };
}

function takeProse(reading: Reading, text: string, word: string): Problem | null {
  const { at, prose, bareText } = reading;
  if (bareText !== null && prose.length > 0) return unquoted(bareText, word);
  const quoted = prose.length === 0 ? readQuotedScene(text, at) : null;
  reading.at = quoted?.end ?? at + word.length;
  reading.bareText = null;
  prose.push({ raw: text.slice(at, reading.at), quoted: quoted?.text ?? null });
  return null;
}

function takeOption(reading: Reading, text: string, marker: OptionMarker, words: Vocabulary): Problem | null {
  const { option, valueAt } = marker;
  if (reading.seen.has(option.name) && !option.repeats) {
    return toProblem('repeated_option', `--${option.name}`, `Say --${option.name} only once.`);
  }
  reading.seen.add(option.name);
  const from = reading.at + (valueAt ?? wordAt(text, reading.at).length);
  const value = readValue(text, from, option, valueAt !== null);
  if ('kind' in value) return value;
  const next = option.read(reading.brief, value.text, words);
  if ('kind' in next) return next;
  reading.brief = next;
  reading.bareText = option.takes === 'text' && value.bare ? option : null;
  reading.at = value.end;
  return null;
}

/** A scene that is one quoted whole loses its quotes; quotes inside prose are part of it. */
function toScene(prose: readonly Prose[]): string {
  const [only] = prose;
  if (prose.length === 1 && only !== undefined && only.quoted !== null) return only.quoted;
  return prose.map(({ raw }) => raw).join(' ');
}

/** `720p` takes the shape of a ratio that may stand after it. */
function shape(brief: Brief): Brief {
  return brief.size?.lines === undefined ? brief : { ...brief, size: toLines(brief.size.lines, brief.ratio) };
}

function readQuotedScene(text: string, at: number): Value | null {
  const quoted = readQuoted(text, at);
  if (quoted?.kind !== 'closed' || quoted.value === '') return null;
  if (quoted.end < text.length && text[quoted.end] !== ' ') return null;
  const next = skipSpaces(text, quoted.end);
  const alone = next >= text.length || opensOption(wordAt(text, next));
  return alone ? { text: quoted.value, bare: false, end: quoted.end } : null;
}

function readValue(text: string, from: number, option: Option, attached: boolean): Value | Problem {
  if (option.takes === 'flag') {
    return attached
      ? toProblem('bad_value', `--${option.name}`, `--${option.name} takes no value.`)
      : { text: '', bare: false, end: from };
  }
  const start = skipSpaces(text, from);
  const quoted = readQuoted(text, start);
  if (quoted?.kind === 'unclosed') {
    const hint = `The value of --${option.name} opens a quote that is not closed: end it with " and a space.`;
    return toProblem('unclosed_quote', `--${option.name}`, hint);
  }
  if (quoted !== null && quoted.value !== '') return { text: quoted.value, bare: false, end: quoted.end };
  const word = wordAt(text, start);
  if (quoted !== null || word === '' || ((start > from || !attached) && opensOption(word))) {
    const example = option.takes === 'text' ? `: --${option.name} "a few words"` : '';
    return toProblem('missing_value', `--${option.name}`, `--${option.name} needs a value after it${example}.`);
  }
  const end = option.takes === 'list' ? listEnd(text, start) : start + word.length;
  return { text: text.slice(start, end), bare: true, end };
}

/** `a, b` is one list although a space stands in it. */
function listEnd(text: string, start: number): number {
  let end = start + wordAt(text, start).length;
  while (text[end - 1] === ',') {
    const next = skipSpaces(text, end);
    const word = wordAt(text, next);
    if (word === '' || opensOption(word)) break;
    end = next + word.length;
  }
  return end;
}

function unquoted(option: Option, word: string): Problem {
  const hint = `Quote the value of --${option.name} if it is more than one word: --${option.name} "… ${word} …".`;
  return toProblem('unquoted_value', `--${option.name}`, hint);
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') at += 1;
  return at;
}

function wordAt(text: string, at: number): string {
  const end = text.indexOf(' ', at);
  return end === -1 ? text.slice(at) : text.slice(at, end);
}
