import { join } from 'node:path';
import { expect, it } from 'vitest';
import { textOf } from '../../support/discord-chat.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import type { Channel } from '../../support/discord-server/world.ts';
import { QUICK, text, withDiscord } from '../../support/discord-story.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { until } from '../../support/until.ts';

const WINDOW_MS = 10 * 60_000;

const { chat, eyes, database } = withDiscord();

interface Scene {
  /** Where somebody asks, and what is billed for it. */
  readonly asks: Channel;
  readonly bills: Channel;
  /** The shot's thread, which may have to be opened first. */
  threadOf(scene: string): Promise<Channel>;
}

const PLACES: readonly (readonly [string, string, () => Scene])[] = [
  [
    'a text channel',
    'a keeper climbs a spiral stair',
    () => {
      const asks = chat.server.addChannel(chat.guild);
      return { asks, bills: asks, threadOf: (scene) => eyes.thread(asks.id, scene) };
    },
  ],
  [
    'a thread of people’s own',
    'a lantern swings in the wind',
    () => {
      const bills = chat.server.addChannel(chat.guild);
      const asks = chat.server.addThread(bills, chat.mira);
      return { asks, bills, threadOf: async () => asks };
    },
  ],
  [
    'a post of a forum that somebody began',
    'waves break on a rock',
    () => {
      const bills = chat.server.addChannel(chat.guild, 'forum');
      const asks = chat.server.addThread(bills, chat.mira);
      return { asks, bills, threadOf: (scene) => eyes.thread(bills.id, scene) };
    },
  ],
];

it.each(PLACES)('asks, sees the clip, gets another take, and approves it: in %s', async (_, scene, open) => {
  const { server, mira, jonas } = chat;
  const { asks, bills, threadOf } = open();

  const asked = server.slash(mira.id, asks.id, 'previz', [text('scene', scene), QUICK]);

  expect(await eyes.answered(asked)).toMatchObject({ type: 5, data: { flags: 64 } });
  const thread = await threadOf(scene);
  const first = await eyes.clip(thread.id);
  expect(first).toMatchObject({ notified: [mira.id] });
  expect(first.attachments[0]?.filename).toMatch(/^PV-\d{4}_t01\.mp4$/);
  if (thread !== asks) {
    expect(thread.autoArchive).toBe(10_080);
    expect([...thread.members]).toContain(mira.id);
  }
  await eyes.reply(asked, `<#${thread.id}>`);

  server.say(jonas.id, thread.id, `<@${server.world.me.id}> slower, at night`);
  const second = await eyes.clip(thread.id, 1);
  server.react(jonas.id, first, { emoji: '❌' });
  server.react(mira.id, second, { emoji: '✅' });

  const lines = async () => (await chat.lines()).filter(({ channel }) => channel === bills.id);
  await until('both decided', async () => {
    const states = (await lines()).map(({ decision }) => decision.state);
    return states.includes('approved') && states.includes('rejected');
  });
  const card = await eyes.message(thread.id, 'take 2');
  await until('the card says so', async () => /Approved/.test(textOf(card)));
  chat.pass(WINDOW_MS + 10_000);
  await until('final decisions', async () => (await lines()).every(({ decision }) => decision.final_at !== null));
  await eyes.message(thread.id, 'It is the pick');
  expect(await lines()).toHaveLength(2);
});

itFitsDiscord('the story', () => chat.server);

it('keeps the invariants', async () => {
  await until('every take ended', async () => (await chat.lines()).every(({ status }) => status === 'delivered'));
  const found = await until('settled messages', async () => {
    const breaches = await checkInvariants(database.url, {
      settled: true,
      mediaFolder: join(chat.dataDir, 'media'),
    });
    return breaches.length === 0 ? ['none'] : false;
  });
  expect(found).toEqual(['none']);
});
