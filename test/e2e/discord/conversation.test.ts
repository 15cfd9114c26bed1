import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { withDatabase } from '../../support/database.ts';
import { type DiscordApp, makeEyes, startDiscordApp } from '../../support/discord-app.ts';
import { textOf } from '../../support/discord-chat.ts';
import { labelsOf } from '../../support/discord-server/people.ts';
import type { Channel } from '../../support/discord-server/world.ts';
import { until } from '../../support/until.ts';

const STRING = 3;
const option = (name: string, value: string) => ({ name, type: STRING, value });
const QUICK = option('model', 'quick');
const sub = (name: string, options: readonly ReturnType<typeof option>[] = []) => ({ name, type: 1, options });

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

it('opens the form where nothing was filled in, and takes what comes back', async () => {
  const { server, mira } = chat;

  const blank = server.slash(mira.id, channel.id, 'previz');
  const form = await eyes.answered(blank);
  expect(form).toMatchObject({ type: 9, data: { title: 'A new shot' } });
  server.submit(mira.id, channel.id, blank, {
    scene: 'a fox crosses a frozen lake',
    slots: 'camera: slow push in',
    options: '--model quick --seconds 5',
  });

  const thread = await eyes.thread(channel.id, 'a fox crosses');
  await eyes.clip(thread.id);
  const line = (await chat.lines()).find(({ brief }) => brief.includes('a fox'));
  expect(line?.prompt).toContain('slow push in');
});

it('reads a scene that begins with a command’s name as a scene', async () => {
  const { thread } = await ask('log cabin at dusk');

  expect(thread.name).toContain('log cabin at dusk');
});

it('answers a sub-command privately, and never takes its words for a scene', async () => {
  const { server, mira } = chat;

  const status = server.slash(mira.id, channel.id, 'previz-team', [sub('status')]);
  const log = server.slash(mira.id, channel.id, 'previz-team', [sub('log', [option('query', 'cabin at dusk')])]);

  expect(await eyes.answered(status)).toMatchObject({ type: 5, data: { flags: 64 } });
  await eyes.reply(status, 'running here');
  expect(textOf(await eyes.reply(log, 'PV-'))).toContain('quick');
});

it('hints at the nearest model privately, and spends nothing', async () => {
  const { server, mira } = chat;

  const asked = server.slash(mira.id, channel.id, 'previz', [option('scene', 'a dog'), option('model', 'quik')]);

  expect(textOf(await eyes.reply(asked, 'quik'))).toContain('quick');
});

it('shows a price privately, and runs on a click, once', async () => {
  const { server, mira } = chat;

  const asked = server.slash(mira.id, channel.id, 'previz', [
    option('scene', 'a dear ship in a storm'),
    option('model', 'dear'),
  ]);
  await eyes.reply(asked, '$2.50');
  const run = server.press(mira.id, asked, 'Run');
  const again = server.press(mira.id, asked, 'Run');

  const thread = await eyes.thread(channel.id, 'a dear ship');
  await eyes.clip(thread.id);
  expect(await eyes.answered(run)).toMatchObject({ type: 6 });
  await eyes.answered(again);
  expect((await chat.lines()).filter(({ model }) => model === 'dear')).toHaveLength(1);
});

it('makes the next take from a mention in the thread', async () => {
  const { server, jonas } = chat;
  const { thread } = await ask('a tram climbs a hill');

  server.say(jonas.id, thread.id, `<@${server.world.me.id}> slower, at night`);

  const second = await eyes.clip(thread.id, 1);
  expect(second.attachments[0]?.filename).toMatch(/_t02\.mp4$/);
  expect(second.notified).toEqual([jonas.id]);
});

it('says the price of a paid change by direct message, where a press counts in the thread', async () => {
  const { server, mira } = chat;
  const asked = server.slash(mira.id, channel.id, 'previz', [
    option('scene', 'a costly parade'),
    option('model', 'dear'),
  ]);
  await eyes.reply(asked, '$2.50');
  server.press(mira.id, asked, 'Run');
  const thread = await eyes.thread(channel.id, 'a costly parade');
  await eyes.clip(thread.id);

  server.say(mira.id, thread.id, `<@${server.world.me.id}> at night`);
  const offer = await eyes.direct(mira.id, 'night');
  expect(labelsOf(offer.components)).toContain('No');
  server.press(mira.id, offer, 'Run');

  await eyes.clip(thread.id, 1);
});

it('acts on the shot of the thread it is used in, and adds a take by button', async () => {
  const { server, mira } = chat;
  const { thread } = await ask('a lamp swings in a corridor');
  const card = await until('a finished card', async () => {
    const found = await eyes.message(thread.id, 'take 1');
    return labelsOf(found.components).includes('Retake') ? found : null;
  });

  const retake = server.press(mira.id, card, 'Retake');
  await eyes.clip(thread.id, 1);
  expect(await eyes.answered(retake)).toMatchObject({ type: 5 });
  server.slash(mira.id, thread.id, 'previz', [option('scene', 'the lamp goes out'), QUICK]);

  const third = await eyes.clip(thread.id, 2);
  expect(third.attachments[0]?.filename).toMatch(/_t03\.mp4$/);
});

it('opens a remix filled in with the take', async () => {
  const { server, mira } = chat;
  const { thread } = await ask('a kite over a quarry', channel, [QUICK, option('camera', 'crane up')]);
  const card = await until('a finished card', async () => {
    const found = await eyes.message(thread.id, 'take 1');
    return labelsOf(found.components).includes('Remix') ? found : null;
  });

  const remix = server.press(mira.id, card, 'Remix');

  const form = await eyes.answered(remix);
  expect(JSON.stringify(form)).toContain('crane up');
  server.submit(mira.id, thread.id, remix, { slots: 'camera: dolly left' });
  const second = await eyes.clip(thread.id, 1);
  expect(textOf(second)).toContain('dolly left');
});

it('fills the form from a message that it was called on', async () => {
  const { server, jonas } = chat;

  const called = server.onMessage(jonas.id, channel.id, 'Pre-viz this', 'what if the train never stops?');

  expect(JSON.stringify(await eyes.answered(called))).toContain('what if the train never stops?');
});

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

it('suggests templates, models, shots and what somebody asked for lately', async () => {
  const { server, mira } = chat;
  const typed = async (name: string, value: string) => {
    const asked = server.complete(mira.id, channel.id, 'previz', [{ ...option(name, value), focused: true }]);
    return JSON.stringify((await eyes.answered(asked)).data);
  };

  expect(await typed('model', 'qui')).toContain('Instant quick · free for 5 s');
  expect(await typed('template', '')).toContain('neutral');
  expect(await typed('shot', 'tram')).toContain('a tram climbs a hill');
  expect(await typed('scene', 'log')).toContain('log cabin at dusk');
});

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
    options: [{ name: 'role', type: 1, options: [option('right', right), role] }],
  });

  const refused = server.slash(guest.id, room.id, 'previz-team', [settings('generate')]);
  await eyes.reply(refused, 'is for');
  const changed = server.slash(boss.id, room.id, 'previz-team', [settings('generate')]);
  await eyes.reply(changed, 'may ask for takes');
  const denied = server.slash(guest.id, room.id, 'previz', [option('scene', 'a barred gate'), QUICK]);
  await eyes.reply(denied, 'certain role');
  server.slash(hand.id, room.id, 'previz', [option('scene', 'an open gate'), QUICK]);

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
