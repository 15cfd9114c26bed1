import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import { DEAR, QUICK, text, withDiscord } from '../../support/discord-story.ts';

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

  await eyes.answered(asked);
  expect(asked.reply?.content).toContain('That brief is gone');
  expect((await chat.lines()).filter(({ channel: in_ }) => in_ === room.id)).toEqual([]);
});

itFitsDiscord('suggestions', () => chat.server);
