import { type APIInteraction, ApplicationCommandOptionType as T } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { readInteraction } from '../../../src/adapters/discord/read-interaction.ts';

const USER = { id: '42', username: 'mira', global_name: 'Mira', discriminator: '0', avatar: null };

/** As Discord sends it, as far as it is read here. */
const sent = (type: number, data: unknown, permissions = '0'): APIInteraction =>
  ({
    ...{ id: '1', application_id: '2', token: 'token', version: 1, type, data },
    ...{ guild_id: '3', channel: { id: '4', type: 0 }, channel_id: '4', app_permissions: '0' },
    member: { user: USER, nick: null, roles: ['9'], permissions },
  }) as unknown as APIInteraction;

const command = (name: string, options: readonly unknown[], resolved: unknown = {}) =>
  readInteraction(sent(2, { id: '5', name, type: 1, options, resolved }));
const sub = (name: string, options: readonly unknown[]) => ({ name, type: T.Subcommand, options });
const group = (name: string, one: unknown) => ({ name, type: T.SubcommandGroup, options: [one] });

describe('options of every kind', () => {
  it.each([
    ['a channel', { name: 'channel', type: T.Channel, value: '77' }, 'log --channel <#77>'],
    ['a person', { name: 'channel', type: T.User, value: '77' }, 'log --channel <@77>'],
    ['somebody who can be mentioned', { name: 'channel', type: T.Mentionable, value: '77' }, 'log --channel <@77>'],
    ['a role that can be mentioned', { name: 'channel', type: T.Mentionable, value: '88' }, 'log --channel <@&88>'],
  ])('%s is written as Discord links it', (_, option, text) => {
    expect(command('previz-team', [sub('log', [option])], { roles: { 88: {} } })).toMatchObject({
      kind: 'command',
      text,
      as: 'command',
    });
  });

  it('reads a role, and a number', () => {
    const role = [
      { name: 'right', type: T.String, value: 'approve' },
      { name: 'role', type: T.Role, value: '88' },
    ];
    expect(command('previz-team', [group('settings', sub('role', role))])).toMatchObject({
      text: 'settings role approve <@&88>',
    });
    const count = { name: 'count', type: T.Integer, value: 2 };
    expect(command('previz-team', [group('policy', sub('approve-quorum', [count]))])).toMatchObject({
      text: 'policy approve-quorum 2',
    });
  });

  it('finds what is typed in a group’s sub-command', () => {
    const focused = { name: 'model', type: T.String, value: 'qui', focused: true };
    const data = { id: '5', name: 'previz-team', type: 1, options: [group('policy', sub('draft-model', [focused]))] };

    expect(readInteraction(sent(4, data))).toMatchObject({ kind: 'complete', option: 'model', typed: 'qui' });
  });
});

it.each([
  ['nothing', 0n, false],
  ['sending messages', 1n << 11n, false],
  ['managing the server', 1n << 5n, true],
  ['everything', 1n << 3n, true],
])('takes whoever may do %s for an admin or not', (_, permissions, isAdmin) => {
  expect(readInteraction(sent(2, { id: '5', name: 'previz', type: 1 }, permissions.toString()))).toMatchObject({
    from: { actor: { id: '42', name: 'Mira', kind: 'member', isAdmin, roles: ['9'] } },
  });
});
