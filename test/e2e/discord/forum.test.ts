import { expect, it } from 'vitest';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import type { Channel, Message } from '../../support/discord-server/world.ts';
import { withDiscord } from '../../support/discord-story.ts';
import { until } from '../../support/until.ts';

const { chat, ask } = withDiscord();

/** Until a vote is counted, and then until it is final. */
async function decide(forum: Channel, emoji: '✅' | '❌', clip: Message) {
  chat.server.react(chat.jonas.id, clip, { emoji });
  await until('a vote', async () =>
    (await chat.lines()).some((line) => line.channel === forum.id && line.votes.length > 0),
  );
  chat.pass(10 * 60_000 + 10_000);
}

it('posts in a forum that wants a tag of every post, also where none of its tags is ours', async () => {
  const { server, mira } = chat;
  const forum = server.addChannel(chat.guild, 'forum');
  forum.requiresTag = true;
  const [open] = forum.availableTags;
  const other = server.addChannel(chat.guild, 'forum');
  other.requiresTag = true;
  other.availableTags.splice(0, 3, { id: '123456789012345678', name: 'Act one' });

  const { thread } = await ask('a gull on a mast', server.addThread(forum, mira));
  const { thread: named } = await ask('a rope in the wind', server.addThread(other, mira));

  expect(thread.tags).toEqual([open?.id]);
  expect(named.tags).toEqual(['123456789012345678']);
});

it('has no more tags on a post than Discord takes', async () => {
  const { server, mira } = chat;
  const forum = server.addChannel(chat.guild, 'forum');
  const own = Array.from({ length: 5 }, (_, index) => ({ id: `12345678901234567${index}`, name: `Act ${index}` }));
  forum.availableTags.push(...own);
  const rejected = forum.availableTags.find(({ name }) => name === 'Rejected')?.id ?? '';
  const { thread, clip } = await ask('a fair in the rain', server.addThread(forum, mira));
  thread.tags.splice(0, 1, ...own.map(({ id }) => id));

  await decide(forum, '❌', clip);

  await until('the tag', async () => thread.tags.includes(rejected));
  expect(thread.tags).toHaveLength(5);
});

it('makes a post of a shot in a media channel, as in a forum', async () => {
  const { server, mira } = chat;
  const media = server.addChannel(chat.guild, 'media');
  const tag = (name: string) => media.availableTags.find((known) => known.name === name)?.id ?? '';

  const { thread, clip } = await ask('a lantern on the water', server.addThread(media, mira));
  expect(thread).toMatchObject({ parent: media.id, owner: server.world.me.id, tags: [tag('Open')] });
  await decide(media, '✅', clip);

  await until('the tag', async () => thread.tags.includes(tag('Approved')));
});

itFitsDiscord('forums', () => chat.server);
