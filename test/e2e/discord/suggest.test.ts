import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { withDatabase } from '../../support/database.ts';
import { type DiscordApp, makeEyes, startDiscordApp } from '../../support/discord-app.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import type { Channel } from '../../support/discord-server/world.ts';

const STRING = 3;
const option = (name: string, value: string) => ({ name, type: STRING, value });
const QUICK = option('model', 'quick');

const database = withDatabase();
let chat: DiscordApp;
let eyes: ReturnType<typeof makeEyes>;
let channel: Channel;

beforeAll(async () => {
  chat = await startDiscordApp(database.url);
  eyes = makeEyes(chat);
  channel = chat.server.addChannel(chat.guild);
}, 60_000);

afterAll(() => chat?.stop(), 30_000);

const ask = async (scene: string, where = channel, more: readonly ReturnType<typeof option>[] = [QUICK]) => {
  const asked = chat.server.slash(chat.mira.id, where.id, 'previz', [option('scene', scene), ...more]);
  const thread = await eyes.thread(where.id, scene.slice(0, 20));
  return { asked, thread, clip: await eyes.clip(thread.id) };
};

it('suggests templates, models, shots and what somebody asked for lately', async () => {
  const { server, mira } = chat;
  await ask('a tram climbs a hill');
  await ask('log cabin at dusk');
  const typed = async (name: string, value: string) => {
    const asked = server.complete(mira.id, channel.id, 'previz', [{ ...option(name, value), focused: true }]);
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
  const refused = server.slash(chat.mira.id, room.id, 'previz', [
    option('scene', 'a heron, secretly'),
    option('model', 'dear'),
  ]);
  await eyes.reply(refused, '$2.50');

  const asked = server.complete(jonas.id, room.id, 'previz', [{ ...option('scene', 'heron'), focused: true }]);

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

  const asked = server.complete(mira.id, channel.id, 'previz', [{ ...option('template', 'our st'), focused: true }]);

  expect((await eyes.answered(asked)).data).toEqual({
    choices: [{ name: 'storm-house · Our storms', value: 'storm-house' }],
  });
});

it('says so where a chosen brief is gone, and begins nothing', async () => {
  const { server, jonas } = chat;
  const room = server.addChannel(chat.guild);

  const asked = server.slash(jonas.id, room.id, 'previz', [option('scene', `brief:${randomUUID()}`), QUICK]);

  await eyes.answered(asked);
  expect(asked.reply?.content).toContain('That brief is gone');
  expect((await chat.lines()).filter(({ channel: in_ }) => in_ === room.id)).toEqual([]);
});

itFitsDiscord('suggestions', () => chat.server);
