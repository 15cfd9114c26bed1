import { readQuoted, toQuoted } from '../../core/command/quotes.ts';
import { SLOT_NAMES } from '../../core/template/slots.ts';

/** The options that somebody filled in, by name. Attachments are their addresses. */
export type Filled = ReadonlyMap<string, string | number | boolean>;

/** Values that are prose or names, quoted so that whatever is in them stays one value. */
const QUOTED: ReadonlySet<string> = new Set(['template', 'model', 'shot', ...SLOT_NAMES]);
const PLAIN = ['seconds', 'ratio', 'size', 'takes', 'seed'] as const;
const TYPED_OPTION = /(?:^|\s)(?:--|[‒–—―])\p{L}/u;

/** `/previz` with its options, as the text that says the same on every surface. Empty: nothing was filled in. */
export function toSceneText(filled: Filled): string {
  const scene = String(filled.get('scene') ?? '').trim();
  const parts: string[] = [];
  // Options may be typed into the scene too, as everywhere; without them it is all scene, and so it is in somebody's own quotes.
  if (scene !== '') parts.push(TYPED_OPTION.test(scene) || isAllQuoted(scene) ? scene : toQuoted(scene));
  for (const [name, value] of filled) {
    if (QUOTED.has(name)) parts.push(`--${name} ${toQuoted(String(value))}`);
    else if (PLAIN.some((plain) => plain === name)) parts.push(`--${name} ${value}`);
  }
  const reference = filled.get('reference');
  if (reference !== undefined) parts.push(`--ref ${filled.get('role') ?? 'style'}:${reference}`);
  const tier = filled.get('tier');
  if (tier === 'draft' || tier === 'final') parts.push(`--${tier}`);
  return parts.join(' ');
}

/** Words in quotes are a scene, whatever they are; others may be a command, typed where only scenes go. */
export const isSurelyScene = (filled: Filled): boolean =>
  readQuoted(String(filled.get('scene') ?? '').trim(), 0) !== null;

function isAllQuoted(scene: string): boolean {
  const quoted = readQuoted(scene, 0);
  return quoted?.kind === 'closed' && quoted.end === scene.length;
}

/** A sub-command's words in the order in which they are written; what was left out is left out. */
type Words = (filled: Filled) => readonly (string | number | null)[];

const value = (filled: Filled, name: string): string | null => {
  const found = filled.get(name);
  return found === undefined ? null : String(found).trim();
};
const word = (filled: Filled, name: string): string | null => {
  const text = value(filled, name);
  return text === null || /^[\p{L}\p{N}_.,:/<>@&!#-]+$/u.test(text) ? text : toQuoted(text);
};
const words =
  (...names: readonly string[]): Words =>
  (filled) =>
    names.map((name) => word(filled, name));
const raw =
  (name: string): Words =>
  (filled) => [value(filled, name)];

/** `/previz-team`, by its sub-command or `group sub-command`. What isn't here takes no words. */
const TEAM: Readonly<Record<string, Words>> = {
  help: words('topic'),
  show: words('shot'),
  cancel: words('shot', 'take'),
  rename: words('shot', 'to'),
  reopen: words('shot', 'take'),
  templates: words('name'),
  log: (filled) => {
    const query = value(filled, 'query');
    const [channel, since] = [word(filled, 'channel'), word(filled, 'since')];
    return [
      query === null ? null : toQuoted(query),
      channel === null ? null : `--channel ${channel}`,
      since === null ? null : `--since ${since}`,
    ];
  },
  'budget channel': words('dollars', 'period'),
  'budget job': (filled) => [
    word(filled, 'number'),
    word(filled, 'dollars'),
    value(filled, 'until') === null ? null : `until ${word(filled, 'until')}`,
  ],
  'budget workspace': words('dollars'),
  'budget person': words('dollars'),
  'budget fuse': words('dollars'),
  'policy approve-quorum': words('count'),
  'policy reject-quorum': words('count'),
  'policy strict': words('on'),
  'policy slate': words('on'),
  'policy external': words('on'),
  'policy approvers': raw('who'),
  'policy emoji': (filled) => [value(filled, 'vote'), value(filled, 'emoji')],
  'policy providers': raw('allowed'),
  'policy draft-model': words('model'),
  'policy final-model': words('model'),
  'policy stop-words': raw('words'),
  'policy warn-words': raw('words'),
  'policy allow-words': raw('words'),
  'digest weekly': words('day', 'time'),
  'digest week': words('week'),
  'digest people': words('on'),
  'digest baseline': words('hours', 'dollars'),
  'digest workspace': raw('wish'),
  'settings zone': words('zone'),
  'settings ratio': words('ratio'),
  'settings seconds': words('seconds'),
  'settings template': words('template'),
  'settings model': words('model'),
  'settings role': words('right', 'role'),
};

/** `/previz-team budget channel dollars:60` becomes `budget channel 60`. */
export function toTeamText(path: readonly string[], filled: Filled): string {
  const name = path.join(' ');
  const more = (Object.hasOwn(TEAM, name) ? TEAM[name]?.(filled) : undefined) ?? [];
  return [name, ...more.filter((part) => part !== null)].join(' ');
}
