import { ApplicationCommandOptionType as T } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { toTeamText } from '../../../src/adapters/discord/command-text.ts';
import { toCommands } from '../../../src/adapters/discord/commands.ts';
import { RIGHTS } from '../../../src/core/channel/roles.ts';
import { readAs } from '../../../src/core/command/read-command.ts';
import {
  type BudgetCommand,
  type DigestCommand,
  type PolicyCommand,
  type SettingsCommand,
  SUB_NAMES,
} from '../../../src/core/command/sub-command.ts';

/** What the core takes, and what of Discord's says it. A kind that is missing here doesn't compile. */
const BUDGET: Readonly<Record<BudgetCommand['kind'], readonly string[]>> = {
  ...{ show: ['show'], channel: ['channel'], job: ['job'] },
  ...{ workspace: ['workspace'], person: ['person'], fuse: ['fuse'] },
  // Given where the request is, by a button; as a command it only ever says so.
  grant: [],
};
const POLICY: Readonly<Record<PolicyCommand['kind'], readonly string[]>> = {
  ...{ show: ['show'], 'approve-quorum': ['approve-quorum'], 'reject-quorum': ['reject-quorum'] },
  ...{ strict: ['strict'], slate: ['slate'], external: ['external'], approvers: ['approvers'], emoji: ['emoji'] },
  ...{ providers: ['providers'], 'draft-model': ['draft-model'], 'final-model': ['final-model'] },
  words: ['stop-words', 'warn-words', 'allow-words'],
};
const DIGEST: Readonly<Record<DigestCommand['kind'], readonly string[]>> = {
  ...{ show: ['show'], now: ['now'], week: ['week'], workspace: ['workspace'], switch: ['on', 'off'] },
  ...{ people: ['people'], baseline: ['baseline'], weekly: ['weekly'] },
};
const SETTINGS: Readonly<Record<SettingsCommand['kind'], readonly string[]>> = {
  ...{ show: ['show'], zone: ['zone'], ratio: ['ratio'], seconds: ['seconds'] },
  ...{ template: ['template'], model: ['model'], role: ['role'] },
};
const GROUPS = { budget: BUDGET, policy: POLICY, digest: DIGEST, settings: SETTINGS };
const isGroup = (name: string): name is keyof typeof GROUPS => Object.hasOwn(GROUPS, name);

interface Wanted {
  readonly path: string;
  readonly name: string;
  readonly kind: string | null;
}

const wanted = SUB_NAMES.flatMap((name): readonly Wanted[] =>
  isGroup(name)
    ? Object.entries<readonly string[]>(GROUPS[name]).flatMap(([kind, subs]) =>
        subs.map((sub) => ({ path: `${name} ${sub}`, name, kind })),
      )
    : [{ path: name, name, kind: null }],
);

interface Told {
  readonly name: string;
  readonly type: number;
  readonly required?: boolean;
  readonly choices?: readonly { readonly value: string }[];
  readonly options?: readonly Told[];
}

const team = toCommands().find(({ name }) => name === 'previz-team') as { readonly options: readonly Told[] };
const told = team.options.flatMap((option) =>
  option.type === T.SubcommandGroup
    ? (option.options ?? []).map((one) => ({ path: `${option.name} ${one.name}`, options: one.options ?? [] }))
    : [{ path: option.name, options: option.options ?? [] }],
);

const SAMPLES: Readonly<Record<string, string | number>> = {
  ...{ shot: 'PV-0042', to: 'SEQ010_SH0040', dollars: '50', number: '26-114', count: 2, who: '<@&9> <@42>' },
  ...{ emoji: '🚀', allowed: 'runway, google', model: 'quick', week: '2026-W47', day: 'fri', time: '16:00' },
  ...{ hours: 'off', wish: 'now', zone: 'Europe/Berlin', seconds: '6', template: 'neutral', words: 'jane doe, acme' },
};

describe('/previz-team', () => {
  it('has every sub-command of the core, and none that the core has not', () => {
    expect(told.map(({ path }) => path).sort()).toEqual(wanted.map(({ path }) => path).sort());
  });

  it.each(wanted)('says $path with what Discord asks for', ({ path, name, kind }) => {
    const needed = (told.find((one) => one.path === path)?.options ?? []).filter(
      (option) => option.required === true || path === 'digest workspace',
    );
    const filled = new Map(
      needed.map((option) => [option.name, option.choices?.[0]?.value ?? SAMPLES[option.name] ?? '']),
    );

    const read = readAs('command', toTeamText(path.split(' '), filled), { templates: ['neutral'], models: ['quick'] });

    expect(read).toMatchObject({
      kind: 'sub',
      command: { kind: name, ...(kind === null ? {} : { change: { kind } }) },
    });
  });

  it('offers every right that a role can have', () => {
    const role = told.find(({ path }) => path === 'settings role');
    const right = role?.options.find(({ name }) => name === 'right');
    expect(right?.choices?.map(({ value }) => value)).toEqual([...RIGHTS]);
  });
});

it('shows every command in servers alone, to whoever may send messages', () => {
  for (const command of toCommands())
    expect(command).toMatchObject({ contexts: [0], default_member_permissions: String(1 << 11) });
});
