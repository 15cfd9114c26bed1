import { expect, it } from 'vitest';
import { textOf } from '../../support/discord-chat.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import type { Channel } from '../../support/discord-server/world.ts';
import { QUICK, sub, text, withDiscord } from '../../support/discord-story.ts';
import { until } from '../../support/until.ts';

const { chat, eyes, channel, ask } = withDiscord();

it('tells whoever asks from a direct message to choose a channel', async () => {
  const { server, jonas } = chat;
  const direct = server.addChannel(chat.guild);
  const alone = { ...direct, guild: null, type: 1 };
  server.world.channels.set(direct.id, alone);

  const asked = server.slash(jonas.id, direct.id, 'previz', [text('scene', 'a dog')]);

  expect(await eyes.answered(asked)).toMatchObject({ type: 4, data: { flags: 64 } });
  expect(asked.reply?.content).toContain('Choose a channel');
});

it('says which right is missing before it begins', async () => {
  const { server, mira } = chat;
  const bare = server.addChannel(chat.guild);
  bare.rights &= ~(1n << 15n);

  const asked = server.slash(mira.id, bare.id, 'previz', [text('scene', 'a dog')]);

  await eyes.answered(asked);
  expect(asked.reply?.content).toContain('Attach Files');
});

it('gives a clear private answer in a locked thread', async () => {
  const { server, mira } = chat;
  const { thread } = await ask('a bell tower at noon');
  thread.locked = true;

  const asked = server.slash(mira.id, thread.id, 'previz', [text('scene', 'closer'), QUICK]);

  await eyes.answered(asked);
  expect(asked.reply?.content).toContain('locked');
});

it('opens an archived thread before it edits what is in it', async () => {
  const { server, mira, jonas } = chat;
  const { thread, clip } = await ask('a diver in green water');
  await eyes.message(thread.id, 'Delivered');
  thread.archived = true;

  server.react(jonas.id, clip, { emoji: '❌' });

  await eyes.message(thread.id, 'Rejected');
  expect(thread.archived).toBe(false);
  await eyes.direct(jonas.id, 'Noted');
  expect(mira.id).not.toBe(jonas.id);
});

it('tells the story in a forum: one post a shot, with the tag of where it stands', async () => {
  const { server, jonas } = chat;
  const forum = server.addChannel(chat.guild, 'forum');
  const tag = (name: string) => forum.availableTags.find((known) => known.name === name)?.id;

  const post = server.addThread(forum, chat.mira);

  const { asked, thread, clip } = await ask('a market at dawn', post);
  await eyes.reply(asked, `<#${thread.id}>`);
  expect(thread).toMatchObject({ owner: server.world.me.id, tags: [tag('Open')] });
  expect(thread.messages.get(thread.id)?.author.id).toBe(server.world.me.id);
  server.react(jonas.id, clip, { emoji: '✅' });
  await until('an approval', async () =>
    (await chat.lines()).some(({ channel: in_, decision }) => in_ === forum.id && decision.state === 'approved'),
  );
  chat.pass(10 * 60_000 + 10_000);

  await until('the tag', async () => thread.tags.includes(tag('Approved') ?? ''));
  expect(thread.tags).toEqual([tag('Approved')]);
  expect(post.tags).toEqual([]);
  expect(eyes.messages(post.id)).toEqual([]);
});

it('acts on the shot of its post in a forum, and makes another one where it is asked in a post of people’s own', async () => {
  const { server, mira } = chat;
  const forum = server.addChannel(chat.guild, 'forum');
  const post = server.addThread(forum, mira);
  const { thread } = await ask('a pier in the fog', post);

  server.slash(mira.id, thread.id, 'previz', [text('scene', 'closer'), QUICK]);
  const second = await eyes.clip(thread.id, 1);
  const { thread: other } = await ask('a buoy at night', post);

  expect(second.attachments[0]?.filename).toMatch(/_t02\.mp4$/);
  expect(other.id).not.toBe(thread.id);
});

it('leaves the tags alone that are for moderators', async () => {
  const forum = chat.server.addChannel(chat.guild, 'forum');
  for (const tag of forum.availableTags) tag.moderated = true;

  const { thread, clip } = await ask('a crane at rest', chat.server.addThread(forum, chat.mira));
  chat.server.react(chat.jonas.id, clip, { emoji: '❌' });

  await until('the root says so', async () => /Rejected/i.test(textOf(await eyes.message(thread.id, 'a crane'))));
  expect(thread.tags).toEqual([]);
});

it('tags a rejected post, and leaves tags that people chose', async () => {
  const { server, jonas } = chat;
  const forum = server.addChannel(chat.guild, 'forum');
  const own = { id: '123456789012345678', name: 'Act one' };
  forum.availableTags.push(own);
  const rejected = forum.availableTags.find(({ name }) => name === 'Rejected')?.id ?? '';

  const { thread, clip } = await ask('a fair in the rain', server.addThread(forum, chat.mira));
  thread.tags.push(own.id);
  server.react(jonas.id, clip, { emoji: '❌' });
  chat.pass(10 * 60_000 + 10_000);

  await until('the tag', async () => thread.tags.includes(rejected));
  expect(thread.tags.toSorted()).toEqual([own.id, rejected].toSorted());
});

it('answers a mention in a locked thread directly, and begins nothing', async () => {
  const { server, jonas } = chat;
  const { thread } = await ask('a mill in the fog');
  thread.locked = true;

  server.say(jonas.id, thread.id, `<@${server.world.me.id}> at night`);

  await eyes.direct(jonas.id, 'locked');
  expect((await chat.lines()).filter(({ brief }) => brief.includes('a mill'))).toHaveLength(1);
});

it('answers a mention directly where it lacks a right, and begins nothing', async () => {
  const { server, aiko } = chat;
  const room = server.addChannel(chat.guild);
  const { thread } = await ask('a quay at low tide', room);
  server.changeRights(room, room.rights & ~(1n << 15n));

  server.say(aiko.id, thread.id, `<@${server.world.me.id}> at night`);

  await eyes.direct(aiko.id, 'Attach Files');
  expect((await chat.lines()).filter(({ brief }) => brief.includes('a quay'))).toHaveLength(1);
});

it.each([
  ['locked', (thread: Channel) => Object.assign(thread, { archived: true, locked: true })],
  [
    'a permission',
    ({ id }: Channel) => {
      const path = new RegExp(`/channels/${id}$`);
      chat.server.faults.add({ path, method: 'GET', kind: 'status', value: 403, code: 50_001 });
    },
  ],
] as const)('says so before anything is spent on a shot whose thread can’t be used: %s', async (words, end) => {
  const { server, mira } = chat;
  const { thread } = await ask(`a stile before the wood, ${words}`);
  const slug = thread.name.split(' ')[0] ?? '';
  await until('quiet', async () => /Delivered/.test(textOf(await eyes.message(thread.id, 'take 1'))));
  end(thread);

  const asked = server.slash(mira.id, channel.id, 'previz', [text('scene', 'closer'), text('shot', slug), QUICK]);

  await eyes.reply(asked, words);
  expect((await chat.lines()).filter(({ shot }) => shot === slug)).toHaveLength(1);
});

it.each([
  ['the app knows that it is over', true],
  ['Discord alone says that it is over', false],
])('answers by direct message after an interaction’s fifteen minutes: %s', async (_, known) => {
  const { server, aiko } = chat;
  server.faults.add({ path: /^\/webhooks\//, kind: 'status', value: 503, times: 1_000 });
  const room = server.addChannel(chat.guild);

  const asked = server.slash(aiko.id, room.id, 'previz-team', [sub('status')]);
  await eyes.answered(asked);
  await until('a try', async () => server.faults.left() < 1_000);
  server.advance(16 * 60_000);
  if (known) chat.pass(16 * 60_000);
  server.faults.clear();

  await until(
    'a direct message',
    async () => eyes.directs(aiko.id).filter((one) => /running here/.test(textOf(one))).length === (known ? 1 : 2),
  );
  expect(asked.reply === null ? '' : textOf(asked.reply)).not.toContain('running here');
});

it.each(['voice', 'stage'] as const)(
  'says so before anything is spent in a channel without threads: %s',
  async (kind) => {
    const { server, mira, jonas } = chat;
    const room = server.addChannel(chat.guild, kind);

    const asked = server.slash(mira.id, room.id, 'previz', [text('scene', `a ${kind} in the dark`), QUICK]);
    await eyes.answered(asked);
    server.say(jonas.id, room.id, `<@${server.world.me.id}> a ${kind} in the light`);

    expect(asked.callback).toMatchObject({ type: 4, data: { flags: 64 } });
    expect(asked.reply?.content).toContain('text channels, threads and forum posts');
    await until('a direct message', async () => eyes.directs(jonas.id).some((one) => /forum posts/.test(textOf(one))));
    expect((await chat.lines()).filter(({ channel: in_ }) => in_ === room.id)).toEqual([]);
    expect(eyes.messages(room.id).filter(({ author }) => author.bot)).toEqual([]);
  },
);

itFitsDiscord('threads, forums and rights', () => chat.server);
