import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import { DEAR, QUICK, sub, text, withDiscord } from '../../support/discord-story.ts';

const { chat, eyes, channel, ask, database } = withDiscord();

it('suggests templates, models, shots and what somebody asked for lately', async () => {
  const { server, mira } = chat;
  await ask('a tram climbs a hill');
  await ask('log cabin at dusk');
  const typed = async (name: string, value: string) => {
    const asked = server.complete(mira.id, channel.id, 'previz', [{ ...text(name, value), focused: true }]);
    return JSON.stringify((await eyes.answered(asked)).data);
  };

  expect(await typed('model', 'qui')).toContain('Instant quick · free for 5 s');
  expect(await typed('template', '')).toContain('neutral');
  expect(await typed('shot', 'tram')).toContain('a tram climbs a hill');
  expect(await typed('scene', 'log')).toContain('log cabin at dusk');
});

it('suggests the briefs of others that became shots here, and no private ones', async () => {
  const { server, jonas } = chat;
  const room = server.addChannel(chat.guild);
  await ask('a heron stands in reeds', room);
  const refused = server.slash(chat.mira.id, room.id, 'previz', [text('scene', 'a heron, secretly'), DEAR]);
  await eyes.reply(refused, '$2.50');

  const asked = server.complete(jonas.id, room.id, 'previz', [{ ...text('scene', 'heron'), focused: true }]);

  const told = JSON.stringify((await eyes.answered(asked)).data);
  expect(told).toContain('a heron stands in reeds');
  expect(told).not.toContain('secretly');
});

it('suggests no shot of another channel: not everybody reads it', async () => {
  const { server, mira, jonas } = chat;
  const [here, hidden] = [server.addChannel(chat.guild), server.addChannel(chat.guild)];
  await ask('the villain drops the mask', hidden);
  const told = async (person: string, where: string, value: string) => {
    const asked = server.complete(person, where, 'previz-team', [
      sub('show', [{ ...text('shot', value), focused: true }]),
    ]);
    return JSON.stringify((await eyes.answered(asked)).data);
  };

  expect(await told(mira.id, hidden.id, 'PV-')).toContain('the villain');
  for (const typed of ['PV-', 'villain', '']) expect(await told(jonas.id, here.id, typed)).not.toContain('villain');
});

it('suggests what the database says, whichever process knows it', async () => {
  const { server, mira } = chat;
  await withConnection(database.url, (client) =>
    client.query(
      `insert into catalog_entry values ('template', 'storm-house', 'Our storms', null, now() + interval '1 day')`,
    ),
  );

  const asked = server.complete(mira.id, channel.id, 'previz', [{ ...text('template', 'our st'), focused: true }]);

  expect((await eyes.answered(asked)).data).toEqual({
    choices: [{ name: 'storm-house · Our storms', value: 'storm-house' }],
  });
});

it('says so where a chosen brief is gone, and begins nothing', async () => {
  const { server, jonas } = chat;
  const room = server.addChannel(chat.guild);

  const asked = server.slash(jonas.id, room.id, 'previz', [text('scene', `brief:${randomUUID()}`), QUICK]);

  expect(await eyes.answered(asked)).toMatchObject({ type: 5 });
  await eyes.reply(asked, 'That brief is gone');
  expect((await chat.lines()).filter(({ channel: in_ }) => in_ === room.id)).toEqual([]);
});

it('takes a brief that is too long to stand in a suggestion, and records the command before it is read', async () => {
  const { server, mira } = chat;
  const scene = `a wharf before the storm, ${'and the rain comes in from the sea, '.repeat(4)}slowly`;
  await ask(scene);
  const typing = server.complete(mira.id, channel.id, 'previz', [{ ...text('scene', 'a wharf'), focused: true }]);
  const { choices } = (await eyes.answered(typing)).data as { choices: readonly { readonly value: string }[] };
  const room = server.addChannel(chat.guild);
  const query = (sql: string) => withConnection(database.url, (client) => client.query(sql));
  await query('alter table request rename to request_away');

  const chosen = server.slash(mira.id, room.id, 'previz', [text('scene', choices[0]?.value ?? ''), QUICK]);
  expect(choices[0]?.value).toMatch(/^brief:/);
  expect(await eyes.answered(chosen)).toMatchObject({ type: 5 });
  await query('alter table request_away rename to request');

  const thread = await eyes.thread(room.id, 'a wharf before');
  await eyes.clip(thread.id);
});

itFitsDiscord('suggestions', () => chat.server);
