import { expect, it } from 'vitest';
import { PermanentError, TransientError } from '../../../src/core/errors.ts';
import { channelId, messageId, outboxId, type ThreadRef, workspaceId } from '../../../src/core/ids.ts';
import { makeCard } from '../../contract/chat-surface.ts';
import { textOf } from '../../support/discord-chat.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import type { Channel } from '../../support/discord-server/world.ts';
import { withDiscord } from '../../support/discord-story.ts';

const { chat, eyes, channel, ask } = withDiscord();

const surface = () => {
  const found = chat.app.composed.studio.surfaces.get('discord');
  if (found === undefined) throw new Error('no discord');
  return found;
};
const placeIn = ({ id }: Channel, thread: string | null = null): ThreadRef => ({
  platform: 'discord',
  workspace: workspaceId(chat.guild.id),
  channel: channelId(id),
  thread: thread === null ? null : messageId(thread),
});

it('makes a post of what is said in a forum itself, once, and edits it', async () => {
  const forum = chat.server.addChannel(chat.guild, 'forum');
  const key = outboxId('a-note-in-a-forum');

  const first = await surface().post(placeIn(forum), makeCard('The week in figures'), key);
  const second = await surface().post(placeIn(forum), makeCard('The week in figures'), key);
  await surface().edit(placeIn(forum), first, makeCard('The week, corrected'));

  expect(second).toBe(first);
  expect(eyes.threads(forum.id)).toMatchObject([{ id: first, tags: [] }]);
  expect(textOf(await eyes.message(first, 'corrected'))).toContain('The week, corrected');
});

it('opens the archived threads that a digest links, and leaves the locked ones', async () => {
  const { thread, clip } = await ask('a swing in the wind');
  const { thread: shut } = await ask('a gate in the hedge');
  await eyes.message(thread.id, 'Delivered');
  Object.assign(thread, { archived: true });
  Object.assign(shut, { archived: true, locked: true });
  const link = (to: Channel) => ({
    bold: 'votes are open',
    to: { thread: messageId(to.id), message: messageId(clip.id) },
  });
  const digest = {
    ...makeCard('Week 47'),
    body: [thread, shut].map((to) => ({ kind: 'line', line: [link(to)] }) as const),
  };

  await surface().post(placeIn(channel), digest, outboxId('a-digest'));

  expect(thread.archived).toBe(false);
  expect(shut.archived).toBe(true);
  await eyes.message(channel.id, 'Week 47');
});

it('rests a channel that refuses again and again, and comes back when it is asked there', async () => {
  const { server, mira } = chat;
  const room = server.addChannel(chat.guild);
  const path = new RegExp(`/channels/${room.id}/messages$`);
  const tries = () => server.calls.filter((call) => call.method === 'POST' && path.test(call.path)).length;
  const post = (n: number) => surface().post(placeIn(room), makeCard('hello'), outboxId(`refused-${n}`));
  server.faults.add({ path, method: 'POST', kind: 'status', value: 403, times: 3 });

  for (const n of [1, 2, 3]) await expect(post(n)).rejects.toBeInstanceOf(PermanentError);
  await expect(post(4)).rejects.toBeInstanceOf(TransientError);
  expect(tries()).toBe(3);
  await ask('a bridge opens again', room);

  await post(4);
  expect(mira.id).not.toBe(chat.jonas.id);
});

it('takes no other post of that name for the one whose answer was lost', async () => {
  const { server } = chat;
  const forum = server.addChannel(chat.guild, 'forum');
  const path = new RegExp(`/channels/${forum.id}/threads$`);
  const post = (key: string) => surface().post(placeIn(forum), makeCard('The week in figures'), outboxId(key));
  const older = await post('an-older-week');

  server.faults.add({ path, method: 'POST', kind: 'refuse' });
  await expect(post('this-week')).rejects.toBeInstanceOf(TransientError);
  const first = await post('this-week');
  server.faults.add({ path, method: 'POST', kind: 'swallow' });
  await expect(post('next-week')).rejects.toBeInstanceOf(TransientError);
  const second = await post('next-week');

  expect(new Set([older, first, second]).size).toBe(3);
  expect(eyes.threads(forum.id).map(({ id }) => id)).toEqual([older, first, second]);
});

it('waits with a digest where a thread that it links could not be opened', async () => {
  const { thread, clip } = await ask('a hammock under pines');
  await eyes.message(thread.id, 'Delivered');
  thread.archived = true;
  const to = { thread: messageId(thread.id), message: messageId(clip.id) };
  const digest = { ...makeCard('Week 48'), body: [{ kind: 'line', line: [{ bold: 'vote', to }] } as const] };
  const post = () => surface().post(placeIn(channel), digest, outboxId('another-digest'));
  chat.server.faults.add({ path: new RegExp(`/channels/${thread.id}$`), method: 'PATCH', kind: 'status', value: 500 });

  await expect(post()).rejects.toBeInstanceOf(TransientError);
  expect(thread.archived).toBe(true);
  await post();

  expect(thread.archived).toBe(false);
});

itFitsDiscord('posting', () => chat.server);
