import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withDatabase } from '../../support/database.ts';
import { type DiscordApp, startDiscordApp } from '../../support/discord-app.ts';
import { makeFaultStory } from '../../support/discord-fault-story.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import type { Channel } from '../../support/discord-server/world.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { until } from '../../support/until.ts';

const database = withDatabase();
let chat: DiscordApp;
let story: ReturnType<typeof makeFaultStory>;
let channel: Channel;

beforeAll(async () => {
  chat = await startDiscordApp(database.url);
  story = makeFaultStory(chat);
}, 60_000);

beforeEach(() => {
  chat.server.faults.clear();
  channel = chat.server.addChannel(chat.guild);
});

afterAll(() => chat?.stop(), 30_000);

const MESSAGES = /^\/channels\/\d+\/messages$/;
const THREADS = /^\/channels\/\d+\/messages\/\d+\/threads$/;

describe('one clip a take, whatever Discord does', () => {
  it.each([
    ['every answer to a post is lost', { path: MESSAGES, method: 'POST', kind: 'swallow', times: 3 }],
    ['every answer to a clip is lost', { path: MESSAGES, method: 'POST', files: true, kind: 'swallow', times: 2 }],
    ['connections are refused', { path: MESSAGES, method: 'POST', kind: 'refuse', times: 3 }],
    ['posts are answered with 500', { path: MESSAGES, method: 'POST', kind: 'status', value: 500, times: 3 }],
    ['posts are rate limited', { path: MESSAGES, method: 'POST', kind: 'limit', value: 0.2, times: 3 }],
    ['the answer to a new thread is lost', { path: THREADS, method: 'POST', kind: 'swallow', times: 2 }],
    ['seeding a reaction fails', { path: /reactions/, method: 'PUT', kind: 'status', value: 502, times: 2 }],
    ['posts are slow', { path: MESSAGES, method: 'POST', kind: 'delay', value: 300, times: 3 }],
    ['half of a clip arrives', { path: MESSAGES, method: 'POST', files: true, kind: 'truncate', times: 1 }],
  ] as const)('%s', async (_, fault) => {
    chat.server.faults.add(fault);
    const { scene } = story.ask(channel);

    const clip = await story.seeOneClip(scene, channel);

    const line = (await chat.lines()).find(({ brief }) => brief.includes(scene));
    expect(line?.message_id).toBe(clip.id);
    await until(
      'the whole clip',
      async () => clip.attachments.map(({ size }) => size).join() === String(chat.clipBytes),
    );
  });

  it('finds a post again after Discord forgot its nonce', async () => {
    chat.server.faults.add({ path: MESSAGES, method: 'POST', kind: 'swallow' });
    const { scene } = story.ask(channel);
    await until('a first post', async () => story.eyes.messages(channel.id).length === 1);
    chat.server.advance(6 * 60_000);
    chat.pass(6 * 60_000);

    await story.seeOneClip(scene, channel);
    expect(story.eyes.messages(channel.id)).toHaveLength(1);
  });

  it('opens a forum post once although the answer was lost', async () => {
    const forum = chat.server.addChannel(chat.guild, 'forum');
    chat.server.faults.add({ path: /^\/channels\/\d+\/threads$/, method: 'POST', kind: 'swallow', times: 2 });
    const { scene } = story.ask(chat.server.addThread(forum, chat.mira));

    await story.seeOneClip(scene, forum);
  });

  it('takes a command once that is delivered twice', async () => {
    const { scene, interaction } = story.ask(channel);
    chat.server.redeliver(interaction);

    await story.seeOneClip(scene, channel);
    expect((await chat.lines()).filter(({ brief }) => brief.includes(scene))).toHaveLength(1);
  });

  it('works on a command whose deferral could not be told', async () => {
    chat.server.faults.add({ path: /callback$/, kind: 'refuse' });
    const { scene } = story.ask(channel);

    await story.seeOneClip(scene, channel);
  });

  it('sends nothing for a while where the token is refused, and everything after it', async () => {
    chat.server.faults.add({ path: MESSAGES, kind: 'status', value: 401 });
    const { scene } = story.ask(channel);
    await until('a refusal', async () => chat.server.faults.left() === 0);
    const seen = chat.server.calls.filter(({ token }) => token !== null).length;
    await until('a postponed message', async () => (await chat.postponed('DISCORD_TOKEN')) > 0);
    expect(chat.server.calls.filter(({ token }) => token !== null)).toHaveLength(seen);
    chat.pass(70_000);

    await story.seeOneClip(scene, channel);
  });
});

it('keeps the invariants', async () => {
  chat.server.faults.clear();
  const found = await until('settled messages', async () => {
    const breaches = await checkInvariants(database.url, { settled: true });
    return breaches.length === 0 ? ['none'] : false;
  });
  expect(found).toEqual(['none']);
});

itFitsDiscord('whatever goes wrong', () => chat.server);
