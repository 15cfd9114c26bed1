import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { withDatabase } from '../../support/database.ts';
import { type DiscordApp, makeEyes, startDiscordApp } from '../../support/discord-app.ts';
import { textOf } from '../../support/discord-chat.ts';
import type { Channel } from '../../support/discord-server/world.ts';
import { until } from '../../support/until.ts';

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

afterEach(() => {
  expect(chat.server.violations).toEqual([]);
});

afterAll(() => chat?.stop(), 30_000);

const ask = async (scene: string, where = channel, more: readonly ReturnType<typeof option>[] = [QUICK]) => {
  const asked = chat.server.slash(chat.mira.id, where.id, 'previz', [option('scene', scene), ...more]);
  const thread = await eyes.thread(where.id, scene.slice(0, 20));
  return { asked, thread, clip: await eyes.clip(thread.id) };
};

it('tells whoever asks from a direct message to choose a channel', async () => {
  const { server, jonas } = chat;
  const direct = server.addChannel(chat.guild);
  const alone = { ...direct, guild: null, type: 1 };
  server.world.channels.set(direct.id, alone);

  const asked = server.slash(jonas.id, direct.id, 'previz', [option('scene', 'a dog')]);

  expect(await eyes.answered(asked)).toMatchObject({ type: 4, data: { flags: 64 } });
  expect(asked.reply?.content).toContain('Choose a channel');
});

it('says which right is missing before it begins', async () => {
  const { server, mira } = chat;
  const bare = server.addChannel(chat.guild);
  bare.rights &= ~(1n << 15n);

  const asked = server.slash(mira.id, bare.id, 'previz', [option('scene', 'a dog')]);

  await eyes.answered(asked);
  expect(asked.reply?.content).toContain('Attach Files');
});

it('gives a clear private answer in a locked thread', async () => {
  const { server, mira } = chat;
  const { thread } = await ask('a bell tower at noon');
  thread.locked = true;

  const asked = server.slash(mira.id, thread.id, 'previz', [option('scene', 'closer'), QUICK]);

  await eyes.answered(asked);
  expect(asked.reply?.content).toContain('locked');
});

it('opens an archived thread before it edits what is in it', async () => {
  const { server, mira, jonas } = chat;
  const { thread, clip } = await ask('a diver in green water');
  await until('the card is done', async () => /Delivered/.test(textOf(await eyes.message(thread.id, 'take 1'))));
  thread.archived = true;

  server.react(jonas.id, clip, { emoji: '❌' });

  await until('the card says so', async () => /Rejected/.test(textOf(await eyes.message(thread.id, 'take 1'))));
  expect(thread.archived).toBe(false);
  await eyes.direct(jonas.id, 'Noted');
  expect(mira.id).not.toBe(jonas.id);
});

it('tells the story in a forum: one post a shot, with the tag of where it stands', async () => {
  const { server, jonas } = chat;
  const forum = server.addChannel(chat.guild, 'forum');
  const tag = (name: string) => forum.availableTags.find((known) => known.name === name)?.id;

  const { thread, clip } = await ask('a market at dawn', forum);
  expect(thread.tags).toEqual([tag('Open')]);
  server.react(jonas.id, clip, { emoji: '✅' });
  await until('an approval', async () =>
    (await chat.lines()).some(({ channel: in_, decision }) => in_ === forum.id && decision.state === 'approved'),
  );
  chat.pass(10 * 60_000 + 1_000);

  await until('the tag', async () => thread.tags.includes(tag('Approved') ?? ''));
  expect(thread.tags).toEqual([tag('Approved')]);
});
