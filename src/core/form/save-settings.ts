import type { Act } from '../act/act.ts';
import type { Card } from '../card/card.ts';
import { toNote } from '../card/notes.ts';
import { bold, line, toCard, toText } from '../card/to-card.ts';
import { readPolicy } from '../channel/policy.ts';
import { readSettings } from '../channel/settings.ts';
import { readAs } from '../command/read-command.ts';
import type { SubCommand } from '../command/sub-command.ts';
import { AS_SCENE } from '../command/sub-reading.ts';
import type { Asked } from '../studio/asked.ts';
import { onFresh } from '../studio/on-fresh.ts';
import type { Studio } from '../studio/studio.ts';
import { trySubCommand } from '../sub/run-sub-command.ts';
import type { Values } from './form.ts';
import { fieldsOf, loadNames } from './settings-form.ts';

export type SettingsAct = Extract<Act, { kind: 'settings' }>;

/** What stands in the way of saving, in plain words, by the field that it is about. */
export type Problems = Readonly<Record<string, string>>;

interface Written {
  readonly field: string;
  readonly command: SubCommand;
}

/** Runs what the form says without saving any of it, rights and all; none where it may be saved. */
export async function checkSettings(studio: Studio, asked: Asked, act: SettingsAct): Promise<Problems> {
  const read = await readForm(studio, asked, act);
  if ('problems' in read) return read.problems;
  const names = await loadNames(studio, asked);
  const answers = await runAll(studio, asked, { written: read.written, saves: false });
  return Object.fromEntries(
    answers.filter(({ card }) => card.tone === 'warning').map(({ field, card }) => [field, toText(card, names)]),
  );
}

/** Saves what the form says, each change by its own sub-command, and answers with what holds now. */
export function saveSettings(studio: Studio, asked: Asked, act: SettingsAct): Promise<Card | null> {
  // The whole form anew: what it leaves as it is goes into its commands too.
  return onFresh(studio, asked, (now) => trySettings(studio, now, act));
}

async function trySettings(studio: Studio, asked: Asked, act: SettingsAct): Promise<Card | null> {
  const read = await readForm(studio, asked, act);
  if ('problems' in read)
    return toNote(
      'warning',
      Object.values(read.problems).map((hint) => [hint]),
    );
  const answers = await runAll(studio, asked, { written: read.written, saves: true });
  const cards = answers.filter(({ kind }, at) => isLast(answers, kind, at)).map(({ card }) => card);
  const [first] = cards;
  if (first === undefined || cards.length === 1) return first ?? null;
  return toCard({
    tone: cards.some(({ tone }) => tone === 'warning') ? 'warning' : 'good',
    title: [bold('Saved')],
    body: cards.flatMap(({ title, body }) => [...(title === null ? [] : [line(...title)]), ...body]),
  });
}

/** All answers of a kind show the same whole, but those about money: each of them is about one purse. */
const isLast = (answers: readonly { readonly kind: string }[], kind: string, at: number): boolean =>
  kind === 'budget' || answers.findLastIndex((one) => one.kind === kind) === at;

async function readForm(
  studio: Studio,
  asked: Asked,
  { page, values }: SettingsAct,
): Promise<{ readonly problems: Problems } | { readonly written: readonly Written[] }> {
  const fields = await fieldsOf(studio, asked, page);
  const all: Values = { ...Object.fromEntries(fields.map(({ name, value }) => [name, value])), ...values };
  const changed = fields.filter(({ name }) => Object.hasOwn(values, name));
  const problems: Record<string, string> = {};
  for (const { name, wrong } of changed.length === 0 ? [] : fields) {
    const hint = wrong?.(all) ?? null;
    if (hint !== null) problems[name] = hint;
  }
  if (Object.keys(problems).length > 0) return { problems };
  const written = new Map<string, Written>();
  for (const { name, write } of changed) {
    const text = write(all);
    const read = readAs('command', text, wordsOf(studio));
    if (read.kind === 'problem') problems[name] = read.hint.replace(AS_SCENE, '');
    // Of the fields of one command the last says what is wrong with it: the ones before it have looked at themselves.
    else if (read.kind === 'sub') written.set(text, { field: name, command: read.command });
  }
  return Object.keys(problems).length > 0 ? { problems } : { written: [...written.values()] };
}

const wordsOf = ({ catalog }: Pick<Studio, 'catalog'>) => ({
  templates: [...catalog.templates.keys()],
  models: [...catalog.models.keys()],
});

/** One after the other, each on what the ones before it made; a form that is only tried leaves nothing behind. */
async function runAll(
  studio: Studio,
  asked: Asked,
  { written, saves }: { readonly written: readonly Written[]; readonly saves: boolean },
) {
  let now = asked;
  const watched: Studio = {
    ...studio,
    directory: {
      ...studio.directory,
      async saveChannel(workspace, channel, patch) {
        if (saves) await studio.directory.saveChannel(workspace, channel, patch);
        now = withPatch(now, patch);
      },
      async saveWorkspace(workspace, settings, onto) {
        if (saves) await studio.directory.saveWorkspace(workspace, settings, onto);
        now = { ...now, workspace: { ...now.workspace, settings, changes: now.workspace.changes + 1 } };
      },
    },
    budgets: {
      ...studio.budgets,
      async setCap(change) {
        const outcome = saves ? await studio.budgets.setCap(change) : 'set';
        if (change.with !== undefined) now = withPatch(now, { settings: change.with.settings });
        return outcome;
      },
    },
  };
  const answers: { readonly field: string; readonly kind: string; readonly card: Card }[] = [];
  for (const { field, command } of written) {
    const answer = await trySubCommand(watched, now, command);
    if (answer.kind === 'card') answers.push({ field, kind: kindOf(command), card: answer.card });
  }
  return answers;
}

/** The digest over all channels is told apart from the channel's. */
const kindOf = (command: SubCommand): string =>
  command.kind === 'digest' && command.change.kind === 'workspace' ? 'workspace-digest' : command.kind;

function withPatch(
  asked: Asked,
  patch: { readonly policy?: unknown; readonly settings?: unknown; readonly timeZone?: string },
): Asked {
  const timeZone = patch.timeZone ?? asked.settings.timeZone;
  const stored = typeof patch.settings === 'object' ? patch.settings : asked.settings;
  const isChange = patch.policy !== undefined || patch.settings !== undefined;
  return {
    ...asked,
    channel: { ...asked.channel, changes: asked.channel.changes + (isChange ? 1 : 0) },
    policy: patch.policy === undefined ? asked.policy : readPolicy(patch.policy),
    settings: patch.settings === undefined ? { ...asked.settings, timeZone } : readSettings({ ...stored, timeZone }),
  };
}
