import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withDatabase } from '../../support/database.ts';
import { type DiscordApp, makeEyes, startDiscordApp } from '../../support/discord-app.ts';
import { textOf } from '../../support/discord-chat.ts';
import type { Channel, Message } from '../../support/discord-server/world.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { until } from '../../support/until.ts';

const database = withDatabase();
let chat: DiscordApp;
let eyes: ReturnType<typeof makeEyes>;
let channel: Channel;
let asked = 0;

beforeAll(async () => {
  chat = await startDiscordApp(database.url);
  eyes = makeEyes(chat);
}, 60_000);

beforeEach(() => {
  chat.server.faults.clear();
  channel = chat.server.addChannel(chat.guild);
});

afterAll(() => chat?.stop(), 30_000);

/** A scene of its own, so that nobody is asked whether it was meant twice. */
function ask(where = channel): string {
  asked += 1;
  const scene = `scene ${asked} at the harbour`;
  const options = [
    { name: 'scene', type: 3, value: scene },
    { name: 'model', type: 3, value: 'quick' },
  ];
  chat.server.slash(chat.mira.id, where.id, 'previz', options);
  return scene;
}

async function seeOneClip(scene: string, where = channel): Promise<Message> {
  const thread = await eyes.thread(where.id, scene);
  const clip = await eyes.clip(thread.id);
  await until('the take is delivered', async () =>
    (await chat.lines()).some(({ brief, status }) => brief.includes(scene) && status === 'delivered'),
  );
  const clips = eyes
    .messages(thread.id)
    .filter(({ attachments }) => attachments.some(({ filename }) => filename.endsWith('.mp4')));
  expect(clips).toHaveLength(1);
  expect(eyes.threads(where.id).filter(({ name }) => name.includes(scene))).toHaveLength(1);
  const roots = eyes.messages(where.id).filter((message) => textOf(message).includes(scene));
  expect(roots.length).toBeLessThanOrEqual(1);
  const cards = () =>
    eyes.messages(thread.id).filter(({ components, id }) => components.length > 0 && id !== thread.id);
  await until('the card', async () => cards().length > 0);
  expect(cards()).toHaveLength(1);
  return clip;
}

const votesOf = async (scene: string) => (await chat.lines()).find(({ brief }) => brief.includes(scene))?.votes ?? [];

const MESSAGES = /^\/channels\/\d+\/messages$/;
const THREADS = /^\/channels\/\d+\/messages\/\d+\/threads$/;

describe('one clip a take, whatever Discord does', () => {
  it.each([
    ['every answer to a post is lost once', { path: MESSAGES, method: 'POST', kind: 'swallow', times: 3 }],
    ['every answer to a clip is lost', { path: MESSAGES, method: 'POST', files: true, kind: 'swallow', times: 2 }],
    ['connections are refused', { path: MESSAGES, method: 'POST', kind: 'refuse', times: 3 }],
    ['posts are answered with 500', { path: MESSAGES, method: 'POST', kind: 'status', value: 500, times: 3 }],
    ['posts are rate limited', { path: MESSAGES, method: 'POST', kind: 'limit', value: 0.3, times: 3 }],
    ['the answer to a new thread is lost', { path: THREADS, method: 'POST', kind: 'swallow', times: 2 }],
    ['seeding a reaction fails', { path: /reactions/, method: 'PUT', kind: 'status', value: 502, times: 2 }],
    ['posts are slow', { path: MESSAGES, method: 'POST', kind: 'delay', value: 700, times: 3 }],
  ] as const)(
    '%s',
    async (_, fault) => {
      chat.server.faults.add(fault);

      await seeOneClip(ask());
    },
    60_000,
  );

  it('finds a post again after Discord forgot its nonce', async () => {
    chat.server.faults.add({ path: MESSAGES, method: 'POST', kind: 'swallow' });
    const scene = ask();
    await until('a first post', async () => eyes.messages(channel.id).length === 1);
    chat.server.advance(6 * 60_000);
    chat.pass(6 * 60_000);

    await seeOneClip(scene);
    expect(eyes.messages(channel.id)).toHaveLength(1);
  }, 60_000);

  it('opens a forum post once although the answer was lost', async () => {
    const forum = chat.server.addChannel(chat.guild, 'forum');
    chat.server.faults.add({ path: /^\/channels\/\d+\/threads$/, method: 'POST', kind: 'swallow', times: 2 });

    await seeOneClip(ask(forum), forum);
  }, 60_000);

  it('takes a command once that is delivered twice', async () => {
    asked += 1;
    const scene = `scene ${asked} twice`;
    const options = [
      { name: 'scene', type: 3, value: scene },
      { name: 'model', type: 3, value: 'quick' },
    ];
    const interaction = chat.server.slash(chat.mira.id, channel.id, 'previz', options);
    chat.server.redeliver(interaction);

    await seeOneClip(scene);
    expect((await chat.lines()).filter(({ brief }) => brief.includes(scene))).toHaveLength(1);
  });

  it('works on a command whose deferral could not be told', async () => {
    chat.server.faults.add({ path: /callback$/, kind: 'refuse' });

    await seeOneClip(ask());
  });
});

describe('no lost vote', () => {
  it('counts a reaction once that is delivered twice', async () => {
    const scene = ask();
    const clip = await seeOneClip(scene);

    chat.server.react(chat.jonas.id, clip, { emoji: '✅', how: 'twice' });

    await until('a vote', async () => (await votesOf(scene)).length === 1);
    expect(await votesOf(scene)).toMatchObject([{ person: chat.jonas.id, vote: 'approve', counted: true }]);
  });

  it('hears what happened while the connection was cut, by resuming', async () => {
    const scene = ask();
    const clip = await seeOneClip(scene);
    const before = chat.server.gateway.resumed;

    chat.server.gateway.cut();
    chat.server.react(chat.jonas.id, clip, { emoji: '✅' });

    await until('a vote', async () => (await votesOf(scene)).length === 1);
    await until('a resumed session', async () => chat.server.gateway.resumed > before);
  }, 60_000);

  it('reads what it was never told after it had to identify anew', async () => {
    const scene = ask();
    const clip = await seeOneClip(scene);
    chat.server.react(chat.aiko.id, clip, { emoji: '✅' });
    await until('a vote', async () => (await votesOf(scene)).length === 1);
    const before = chat.server.gateway.identified.length;

    chat.server.react(chat.jonas.id, clip, { emoji: '👎', how: 'never' });
    chat.server.unreact(chat.aiko.id, clip, { emoji: '✅', how: 'never' });
    chat.server.gateway.forget();

    await until('the votes as they stand', async () => {
      const votes = await votesOf(scene);
      return votes.length === 1 && votes[0]?.person === chat.jonas.id && votes[0].vote === 'reject';
    });
    expect(chat.server.gateway.identified.length).toBeGreaterThan(before);
  }, 60_000);

  it('counts super reactions, skin tones, custom emoji and what a moderator clears', async () => {
    const scene = ask();
    const clip = await seeOneClip(scene);
    const { server, jonas, aiko, mira } = chat;

    server.react(jonas.id, clip, { emoji: '👍🏽' });
    server.react(aiko.id, clip, { emoji: '❌', burst: true });
    server.react(mira.id, clip, { custom: { id: '111111111111111111', name: 'shrug' } });
    await until('two votes', async () => (await votesOf(scene)).length === 2);
    server.clear(clip, '❌');
    await until('one vote', async () => (await votesOf(scene)).length === 1);
    expect(await votesOf(scene)).toMatchObject([{ person: jonas.id, vote: 'approve' }]);
    server.clear(clip);

    await until('no vote', async () => (await votesOf(scene)).length === 0);
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
