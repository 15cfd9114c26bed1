import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withDatabase } from '../../support/database.ts';
import { type DiscordApp, makeEyes, startDiscordApp } from '../../support/discord-app.ts';
import { textOf } from '../../support/discord-chat.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import type { Channel } from '../../support/discord-server/world.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { until } from '../../support/until.ts';

const WINDOW_MS = 10 * 60_000;
const SCENE = { name: 'scene', type: 3, value: 'a keeper climbs a spiral stair, lantern in hand' } as const;
const QUICK = { name: 'model', type: 3, value: 'quick' } as const;

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

it('asks with a command, sees the clip in its thread, and approves it', async () => {
  const { server, mira, jonas } = chat;

  const asked = server.slash(mira.id, channel.id, 'previz', [SCENE, QUICK]);

  expect(await eyes.answered(asked)).toMatchObject({ type: 5, data: { flags: 64 } });
  const thread = await eyes.thread(channel.id, 'a keeper climbs');
  expect(thread).toMatchObject({ autoArchive: 10_080 });
  const clip = await eyes.clip(thread.id);
  expect(clip).toMatchObject({ notified: [mira.id], attachments: [{ filename: 'PV-0001_t01.mp4' }] });
  await eyes.reply(asked, `<#${thread.id}>`);
  expect([...thread.members]).toContain(mira.id);

  server.react(jonas.id, clip, { emoji: '✅' });

  await until('an approval', async () => (await chat.lines())[0]?.decision.state === 'approved');
  const card = await eyes.message(thread.id, 'take 1');
  await until('the card says so', async () => /Approved/.test(textOf(card)));
  chat.pass(WINDOW_MS + 1_000);
  await until('a final decision', async () => (await chat.lines())[0]?.decision.final_at !== null);
  await eyes.message(thread.id, 'It is the pick');
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
