import { readSlug, type Slug, toNumberedSlug } from '../shot/slug.ts';
import { isNear } from './nearest.ts';
import { findName } from './options.ts';
import { toProblem, toUnknown } from './problem.ts';
import { readQuoted } from './quotes.ts';
import type { Vocabulary } from './read.ts';
import { readBudget } from './read-budget.ts';
import { readDigest } from './read-digest.ts';
import { readLog } from './read-log.ts';
import { readPolicy } from './read-policy.ts';
import { readSettings } from './read-settings.ts';
import { readStray } from './read-stray.ts';
import { SUB_NAMES, type SubName } from './sub-command.ts';
import { type Argument, NONE, type SubReading, sure } from './sub-reading.ts';
import { readWhole } from './values.ts';

/** No sub-command is longer; a longer text is a scene. */
const MAX_CHARS = 1000;

/** Reads cleaned text as a sub-command; the rule is told at readCommand. */
export function readSub(text: string, words: Vocabulary): SubReading {
  if (text.length > MAX_CHARS) return NONE;
  const [first, ...args] = splitArguments(text);
  if (first === undefined || first.quoted) return NONE;
  const name = SUB_NAMES.find((known) => known === first.text.toLowerCase());
  if (name !== undefined) return readNamed(name, args, words);
  return args.length === 0 ? readMisspelt(first.text) : NONE;
}

function readNamed(name: SubName, args: readonly Argument[], words: Vocabulary): SubReading {
  const reading = READERS[name](args, words);
  return reading.kind === 'none' ? readStray(name, args, (again) => READERS[name](again, words)) : reading;
}

/** True when a scene's first word is a sub-command's name or close to one, so that it has to be quoted to be a scene. */
export function startsLikeSub(scene: string): boolean {
  const first = (scene.split(' ', 1)[0] ?? '').toLowerCase();
  return SUB_NAMES.some((name) => name === first || isNear(first, name));
}

const READERS: Readonly<Record<SubName, (args: readonly Argument[], words: Vocabulary) => SubReading>> = {
  help: readHelp,
  status: (args) => (args.length === 0 ? sure({ kind: 'status' }) : NONE),
  models: (args) => (args.length === 0 ? sure({ kind: 'models' }) : NONE),
  templates: readTemplates,
  show: readShow,
  cancel: readCancel,
  rename: readRename,
  reopen: readReopen,
  budget: readBudget,
  policy: readPolicy,
  log: readLog,
  digest: readDigest,
  settings: readSettings,
};

function readHelp(args: readonly Argument[]): SubReading {
  const [topic, ...more] = args;
  if (topic === undefined) return sure({ kind: 'help', topic: null });
  const name = SUB_NAMES.find((known) => known === topic.text.toLowerCase());
  return name === undefined || more.length > 0 ? NONE : sure({ kind: 'help', topic: name });
}

function readTemplates(args: readonly Argument[], words: Vocabulary): SubReading {
  const [word, ...more] = args;
  if (word === undefined) return sure({ kind: 'templates', name: null });
  if (more.length > 0) return NONE;
  const name = findName(word.text, words.templates);
  if (name !== null) return sure({ kind: 'templates', name });
  const close = words.templates.some((known) => isNear(word.text, known));
  return close ? toUnknown('unknown_template', 'template', word.text, words.templates) : NONE;
}

function readShow(args: readonly Argument[]): SubReading {
  const [word, ...more] = args;
  if (word === undefined) return missing('show', 'show PV-0042');
  const slug = readSlugWord(word);
  return slug === null || more.length > 0 ? NONE : sure({ kind: 'show', slug });
}

function readCancel(args: readonly Argument[]): SubReading {
  const [word, ...rest] = args;
  if (word === undefined) return sure({ kind: 'cancel', slug: null, take: null });
  const slug = readSlugWord(word);
  const take = readTake(rest);
  return slug === null || take === undefined ? NONE : sure({ kind: 'cancel', slug, take });
}

function readReopen(args: readonly Argument[]): SubReading {
  const [word, ...rest] = args;
  if (word === undefined) return missing('reopen', 'reopen PV-0042 2');
  const slug = readSlugWord(word);
  const take = readTake(rest);
  return slug === null || take === undefined ? NONE : sure({ kind: 'reopen', slug, take });
}

function readRename(args: readonly Argument[]): SubReading {
  const [from, to, ...more] = args;
  const usage = 'rename PV-0042 SEQ010_SH0040';
  if (from === undefined) return missing('rename', usage);
  const slug = readSlugWord(from);
  if (slug === null || more.length > 0) return NONE;
  if (to === undefined) return missing('rename', usage);
  const name = readSlug(to.text);
  if (name !== null) return sure({ kind: 'rename', slug, to: name });
  const rule = 'a name has 2 to 40 letters, digits, _ and -, with at least one letter and one digit or _';
  return toProblem('bad_argument', to.text, `A shot can't be called “${to.text}”: ${rule}.`);
}

const missing = (name: SubName, usage: string): SubReading =>
  toProblem('missing_argument', name, `Say which shot: /previz ${usage}. To render the word as a scene, quote it.`);

/** `PV-0042`, or `42` for short. */
function readSlugWord({ text }: Argument): Slug | null {
  const number = readWhole(text, 1, 999_999);
  return number === null ? readSlug(text) : toNumberedSlug(number);
}

/** `2`, `t02`, `take 2`; null for none, undefined when the words are something else. */
function readTake(args: readonly Argument[]): number | null | undefined {
  if (args.length === 0) return null;
  const word = args.map(({ text }) => text.toLowerCase()).join(' ');
  return readWhole(/^(?:#|t|take ?)?(\d{1,4})$/.exec(word)?.[1] ?? '', 1, 9999) ?? undefined;
}

/** A single word one slip from a sub-command that stands alone: it may be meant, and it may be a scene. */
function readMisspelt(word: string): SubReading {
  const name = SUB_NAMES.find((known) => word.length >= 5 && isNear(word, known));
  if (name === undefined) return NONE;
  const reading = READERS[name]([], { templates: [], models: [] });
  return reading.kind === 'sure' ? { kind: 'loose', command: reading.command } : NONE;
}

function splitArguments(text: string): readonly Argument[] {
  const args: Argument[] = [];
  for (let at = 0; at < text.length; ) {
    if (text[at] === ' ') {
      at += 1;
      continue;
    }
    const quoted = /["“”„‟]/.test(text[at] ?? '') ? readQuoted(text, at) : null;
    const closed = quoted?.kind === 'closed' ? quoted : null;
    const space = text.indexOf(' ', at);
    const end = closed?.end ?? (space === -1 ? text.length : space);
    args.push({ text: closed?.value ?? text.slice(at, end), quoted: closed !== null });
    at = end;
  }
  return args;
}
