import { isSlug } from '../shot/slug.ts';
import { isNear } from './nearest.ts';
import { toProblem } from './problem.ts';
import type { SubName } from './sub-command.ts';
import { type Argument, NONE, type SubReading } from './sub-reading.ts';

/** Numbers, amounts, times and shots: nobody writes a scene of nothing else after a sub-command's name. */
const VALUE = /^[$€£#]?\d[\d.,:/-]*(?:%|s|sec|h|d|am|pm)?$/i;

/** What a switch or a number is set to: `<something> on` after a name that sets things is a slip, whatever the something. */
const SETTING = new RegExp(`${VALUE.source}|^(?:on|off|yes|no|true|false)$`, 'i');

/**
 * Looks again at words after a sub-command's name that are not its arguments: figures alone, or its own keyword
 * misspelt or with a value, are a slip and never a scene; one free word after a name that takes none is asked about.
 */
export function readStray(
  name: SubName,
  args: readonly Argument[],
  read: (args: readonly Argument[]) => SubReading,
): SubReading {
  const values = args.map(({ text }) => text);
  if (args.some(({ quoted }) => quoted)) return NONE;
  if (values.every((word) => VALUE.test(word) || (/[-_]/.test(word) && isSlug(word))))
    return didYouMean(values, USUAL[name](values));
  const meant = keywordNear(name, values[0] ?? '');
  if (meant !== null) {
    const again = [{ text: meant, quoted: false }, ...args.slice(1)];
    if (read(again).kind === 'sure') return didYouMean(values, [name, meant, ...values.slice(1)].join(' '));
  }
  const takes = KEYWORDS[name];
  if (takes !== undefined && values.length === 2 && SETTING.test(values[1] ?? ''))
    return toProblem('bad_argument', values.join(' '), `/previz ${name} takes ${takes.join(', ')}. ${QUOTE_IT}`);
  if (args.length > 1 || !ALONE.includes(name)) return NONE;
  const bare = read([]);
  return bare.kind === 'sure' ? { kind: 'loose', command: bare.command } : NONE;
}

/** They take no words at all, or one of a list. */
const ALONE: readonly SubName[] = ['status', 'models', 'help'];

const didYouMean = (values: readonly string[], command: string): SubReading =>
  toProblem('bad_argument', values.join(' '), `Did you mean /previz ${command}? ${QUOTE_IT}`);

const QUOTE_IT = 'To render these words as a scene, put them all in quotes.';

/** What is most likely meant by figures alone. */
const USUAL: Readonly<Record<SubName, (values: readonly string[]) => string>> = {
  help: () => 'help',
  status: () => 'status',
  models: () => 'models',
  templates: () => 'templates',
  show: () => 'show PV-0042',
  cancel: () => 'cancel PV-0042 2',
  reopen: () => 'reopen PV-0042 2',
  rename: () => 'rename PV-0042 SEQ010_SH0040',
  log: () => 'log PV-0042',
  budget: ([amount]) => `budget channel ${/^\$?\d+(?:\.\d+)?$/.test(amount ?? '') ? amount : '50'}`,
  policy: ([count]) => `policy approve-quorum ${/^\d{1,2}$/.test(count ?? '') ? count : '2'}`,
  digest: ([week]) => `digest ${/^\d{2}$/.test(week ?? '') ? `W${week}` : 'now'}`,
  settings: ([seconds]) => `settings seconds ${/^\d{1,2}$/.test(seconds ?? '') ? seconds : '6'}`,
};

const KEYWORDS: Partial<Record<SubName, readonly string[]>> = {
  budget: ['show', 'channel', 'job', 'workspace', 'person', 'fuse', 'grant'],
  policy: [
    ...['show', 'approve-quorum', 'reject-quorum', 'strict', 'external', 'slate', 'approvers'],
    ...['emoji', 'providers', 'draft-model', 'final-model'],
  ],
  digest: ['show', 'now', 'week', 'workspace', 'weekly', 'people', 'baseline'],
  settings: ['show', 'zone', 'ratio', 'seconds', 'template', 'model', 'role'],
};

/** How many people say it: `budget set 20`, `settings timezone Europe/Berlin`. */
const ALSO_SAID = new Map([
  ...['set', 'limit', 'cap', 'month'].map((word) => [`budget ${word}`, 'channel'] as const),
  ['policy quorum', 'approve-quorum'],
  ...['timezone', 'time-zone', 'tz'].map((word) => [`settings ${word}`, 'zone'] as const),
  ...['length', 'duration'].map((word) => [`settings ${word}`, 'seconds'] as const),
  ['settings aspect', 'ratio'],
]);

function keywordNear(name: SubName, word: string): string | null {
  const said = ALSO_SAID.get(`${name} ${word.toLowerCase()}`);
  if (said !== undefined) return said;
  return KEYWORDS[name]?.find((known) => known !== word.toLowerCase() && isNear(word, known)) ?? null;
}
