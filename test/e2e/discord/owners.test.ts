import { beforeAll, expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { textOf } from '../../support/discord-chat.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import { DEAR, sub, text, withDiscord } from '../../support/discord-story.ts';
import { until } from '../../support/until.ts';

const number = (name: string, value: number) => ({ name, type: 4, value });

const { chat, eyes, channel, database } = withDiscord();

/** The app knows of an owner from the first time on that they say anything. */
beforeAll(async () => {
  const hello = chat.server.slash(chat.mira.id, channel.id, 'previz-team', [sub('status')]);
  await eyes.reply(hello, 'running here');
}, 60_000);

/** Jonas asks for what is over the cap, and then Mira, who manages the server, by direct message. */
async function askMira(scene: string) {
  const { server, mira, jonas } = chat;
  const asked = server.slash(jonas.id, channel.id, 'previz', [
    ...[text('scene', scene), DEAR],
    ...[number('seconds', 5), number('takes', 3)],
  ]);
  await eyes.reply(asked, '$7.50');
  server.press(jonas.id, asked, 'Ask');
  return eyes.direct(mira.id, scene);
}

const query = (sql: string) => withConnection(database.url, (client) => client.query(sql));
const declined = () => eyes.directs(chat.jonas.id).filter((one) => /declined/i.test(textOf(one))).length;

it('runs what an owner approves in a direct message', async () => {
  const offer = await askMira('a very dear parade');

  chat.server.press(chat.mira.id, offer, 'Approve');

  const thread = await eyes.thread(channel.id, 'a very dear parade');
  await eyes.clip(thread.id, 2);
  await until('the offer says so, without presses', async () => /Approved: it runs/.test(textOf(offer)));
  expect(JSON.stringify(offer.components)).not.toContain('custom_id');
});

it('drops what an owner declines in a direct message, after a press there before', async () => {
  const offer = await askMira('a very dear storm');

  chat.server.press(chat.mira.id, offer, 'Decline');

  await until('it is said', async () => declined() === 1);
  expect(eyes.threads(channel.id).some(({ name }) => name.includes('storm'))).toBe(false);
});

it('says so where a press in a direct message can’t be taken, and takes the next one', async () => {
  const offer = await askMira('a very dear flood');
  await query('alter table discord_post rename to discord_post_away');

  const lost = chat.server.press(chat.mira.id, offer, 'Decline');
  await eyes.answered(lost);
  await query('alter table discord_post_away rename to discord_post');
  chat.server.press(chat.mira.id, offer, 'Decline');

  expect(lost.reply?.content).toContain('That wasn’t taken');
  await until('it is said', async () => declined() === 2);
});

it('lets nobody decide in a direct message who may not any more, or can’t be looked up', async () => {
  const { server, mira, guild, jonas } = chat;
  const offer = await askMira('a very dear eclipse');
  const before = guild.members.get(mira.id);
  if (before === undefined) throw new Error('nobody called Mira');
  const presses = async (words: string) => {
    const pressed = server.press(mira.id, offer, 'Approve');
    await eyes.reply(pressed, words);
  };

  const path = /\/members\//;
  server.faults.add({ path, method: 'GET', kind: 'status', value: 503, times: 1_000 });
  await presses('Press again in a moment');
  server.faults.clear();
  guild.members.set(mira.id, { ...before, roles: [], permissions: 0n });
  await presses('Only a budget owner may decide that');
  guild.members.delete(mira.id);
  await presses('You’re not there any more');
  const asked = () => chat.lines().then((lines) => lines.filter(({ brief }) => brief.includes('eclipse')));
  expect(await asked()).toEqual([]);

  guild.members.set(mira.id, before);
  server.press(mira.id, offer, 'Approve');

  await eyes.thread(channel.id, 'a very dear eclipse');
  expect(jonas.id).not.toBe(mira.id);
});

itFitsDiscord('owners', () => chat.server);
