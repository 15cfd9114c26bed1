import { isDeepStrictEqual } from 'node:util';
import { type APIApplication, Routes } from 'discord.js';
import { toCommands } from './commands.ts';
import { toCoreError } from './errors.ts';
import type { DiscordApi } from './rest.ts';
import { INVITE_RIGHTS } from './rights.ts';

export interface Registered {
  readonly kind: 'registered' | 'unchanged';
  readonly names: readonly string[];
  /** Where somebody who manages a server adds the bot. */
  readonly inviteUrl: string;
}

/** Tells Discord the commands, for one guild (at once) or for all; only when they differ from what it knows. */
export async function registerCommands({ bot }: DiscordApi, guild: string | null): Promise<Registered> {
  try {
    const { id } = (await bot.get(Routes.currentApplication())) as APIApplication;
    const route = guild === null ? Routes.applicationCommands(id) : Routes.applicationGuildCommands(id, guild);
    const query = new URLSearchParams({ with_localizations: 'true' });
    const known = (await bot.get(route, { query })) as readonly unknown[];
    const wanted = toCommands().map((command) => (guild === null ? command : withoutContexts(command)));
    const shared = { names: wanted.map(({ name }) => name), inviteUrl: toInviteUrl(id) };
    if (isDeepStrictEqual(byName(known.map(toComparable)), byName(wanted.map(toComparable))))
      return { kind: 'unchanged', ...shared };
    await bot.put(route, { body: wanted.map(toSent) });
    return { kind: 'registered', ...shared };
  } catch (error) {
    throw toCoreError('the commands', error);
  }
}

type Command = ReturnType<typeof toCommands>[number];

/** A server's own commands are nowhere else: Discord keeps no contexts of them. */
const withoutContexts = ({ contexts: _, ...command }: Command) => command;

/** Discord's own description wants a number here, where its reference and discord.js have a string. */
const toSent = (command: Partial<Command> & Pick<Command, 'default_member_permissions'>) => ({
  ...command,
  default_member_permissions: Number(command.default_member_permissions),
});

export const toInviteUrl = (application: string): string =>
  `https://discord.com/oauth2/authorize?client_id=${application}&scope=bot+applications.commands&permissions=${INVITE_RIGHTS}`;

/** What we say of a command, without what Discord adds, and without what says nothing. */
const FIELDS = [
  ...['type', 'name', 'description', 'name_localizations', 'description_localizations', 'options', 'choices'],
  ...['required', 'autocomplete', 'min_value', 'max_value', 'min_length', 'max_length', 'value'],
  ...['default_member_permissions', 'contexts'],
] as const;

function toComparable(raw: unknown): Readonly<Record<string, unknown>> {
  const from = raw as Readonly<Record<string, unknown>>; // one of Discord's objects, or one of ours
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const told = from[field];
      const value = field === 'default_member_permissions' && told !== null ? String(told) : told;
      if (value === undefined || value === null || value === false) return [];
      if (!Array.isArray(value)) return [[field, value]];
      if (value.length === 0) return [];
      return [[field, value.map((item: unknown) => (typeof item === 'object' ? toComparable(item) : item))]];
    }),
  );
}

const byName = (commands: readonly Readonly<Record<string, unknown>>[]) =>
  commands.toSorted((a, b) => (String(a['name']) < String(b['name']) ? -1 : 1));
