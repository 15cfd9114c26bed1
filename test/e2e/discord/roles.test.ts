import { expect, it } from 'vitest';
import { textOf } from '../../support/discord-chat.ts';
import type { Option } from '../../support/discord-server/people.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import { QUICK, sub, text, withDiscord } from '../../support/discord-story.ts';
import { until } from '../../support/until.ts';

const { chat, eyes } = withDiscord();

it('maps roles to rights, for whoever manages the server', async () => {
  const { server, mira, jonas, aiko } = chat;
  const guild = server.addGuild();
  const room = server.addChannel(guild);
  const boss = server.addPerson(guild, 'Boss', { admin: true });
  const hand = server.addPerson(guild, 'Hand', { roles: ['900000000000000001'] });
  const guest = server.addPerson(guild, 'Guest');
  const role = { name: 'role', type: 8, value: '900000000000000001' };
  const settings = (right: string) => ({
    name: 'settings',
    type: 2,
    options: [{ name: 'role', type: 1, options: [text('right', right), role] }],
  });

  const refused = server.slash(guest.id, room.id, 'previz-team', [settings('generate')]);
  await eyes.reply(refused, 'is for');
  const changed = server.slash(boss.id, room.id, 'previz-team', [settings('generate')]);
  await eyes.reply(changed, 'may ask for takes');
  const shown = server.slash(guest.id, room.id, 'previz-team', [
    { name: 'settings', type: 2, options: [{ name: 'show', type: 1 }] },
  ]);
  const told = textOf(await eyes.reply(shown, 'Settings of this channel'));
  expect(told).toContain('May ask for takes:** <@&900000000000000001>');
  expect(told).toContain('May vote:** the usual rule');
  const denied = server.slash(guest.id, room.id, 'previz', [text('scene', 'a barred gate'), QUICK]);
  await eyes.reply(denied, 'certain role');
  server.slash(hand.id, room.id, 'previz', [text('scene', 'an open gate'), QUICK]);

  const thread = await eyes.thread(room.id, 'an open gate');
  expect(
    eyes
      .threads(room.id)
      .map(({ name }) => name)
      .join(),
  ).not.toContain('barred');
  expect([mira.id, jonas.id, aiko.id]).not.toContain(boss.id);

  const approving = server.slash(boss.id, room.id, 'previz-team', [settings('approve')]);
  await eyes.reply(approving, 'may vote');
  const clip = await eyes.clip(thread.id);
  const lead = server.addPerson(guild, 'Lead', { roles: ['900000000000000001'] });
  server.react(guest.id, clip, { emoji: '✅' });
  server.react(lead.id, clip, { emoji: '✅' });
  const counted = await until('both in the log', async () => {
    const votes = (await chat.lines()).find(({ channel: in_ }) => in_ === room.id)?.votes ?? [];
    return votes.length === 2 && votes.some((vote) => vote.counted) ? votes : null;
  });
  expect(new Map(counted.map((vote) => [vote.person, vote.counted]))).toEqual(
    new Map([
      [guest.id, false],
      [lead.id, true],
    ]),
  );
});

it('says in the policy who votes here: who took part lately, or the role that may', async () => {
  const { server } = chat;
  const guild = server.addGuild();
  const room = server.addChannel(guild);
  const boss = server.addPerson(guild, 'Boss', { admin: true });
  const ask = (group: string, name: string, options: readonly Option[] = []) =>
    server.slash(boss.id, room.id, 'previz-team', [{ name: group, type: 2, options: [sub(name, options)] }]);

  const usual = textOf(await eyes.reply(ask('policy', 'show'), 'Who votes'));
  expect(usual).toContain('Who votes:** whoever asked or voted in this channel within 30 days');
  const role = { name: 'role', type: 8, value: '900000000000000002' };
  await eyes.reply(ask('settings', 'role', [text('right', 'approve'), role]), 'may vote');

  const named = textOf(await eyes.reply(ask('policy', 'show'), 'Who votes'));
  expect(named).toContain('Who votes:** whoever has the role <@&900000000000000002>');
});

itFitsDiscord('roles', () => chat.server);
