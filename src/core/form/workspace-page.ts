import { DEFAULT_CAPS, everybodyScope, fuseScope, workspaceScope } from '../budget/scopes.ts';
import { readObject } from '../channel/read-json.ts';
import { readDigestSettings } from '../digest/digest-settings.ts';
import { readWordPolicy } from '../moderation/word-policy.ts';
import { toDollars } from '../money/micros.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { dollarField } from './budget-page.ts';
import { scheduleFields } from './digest-page.ts';
import { type FieldRule, textOf } from './form.ts';

/** What holds in every channel. Names of clients stand here: it is shown to budget owners alone. */
export async function workspaceFields(
  { budgets }: Pick<Studio, 'budgets'>,
  { workspace }: Asked,
): Promise<readonly FieldRule[]> {
  const scopes = {
    workspace: workspaceScope(workspace.id),
    person: everybodyScope(workspace.id),
    fuse: fuseScope(workspace.id),
  };
  const set = await budgets.loadRules(Object.values(scopes));
  const cap = (kind: keyof typeof scopes, label: string) =>
    dollarField(kind, label, {
      value: toDollars(set.get(scopes[kind]) ?? DEFAULT_CAPS[kind]),
      write: (all) => `budget ${kind} ${textOf(all, kind)}`,
    });
  const words = readWordPolicy(workspace.settings);
  return [
    cap('workspace', 'The workspace may spend, a month'),
    cap('person', 'Each person may spend, a day'),
    cap('fuse', 'The workspace stops at, a day'),
    wordField('stop', 'Words that stop a request', words.stop),
    wordField('warn', 'Words that warn', words.warn),
    wordField('allow', 'Words that are never looked at', words.allow),
    ...scheduleFields(readDigestSettings(readObject(workspace.settings)['digest']), 'digest workspace'),
  ];
}

const wordField = (list: 'stop' | 'warn' | 'allow', label: string, words: readonly string[]): FieldRule => ({
  ...{ name: `${list}-words`, label, value: words.join(', ') },
  hint: 'With commas between them.',
  input: { kind: 'text', example: 'jane doe, acme' },
  write: (all) => `policy ${list}-words ${textOf(all, `${list}-words`) || 'none'}`,
});
