import { afterEach, beforeEach, expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import type { Channel } from '../../support/discord-server/world.ts';
import { withDiscord } from '../../support/discord-story.ts';
import { until } from '../../support/until.ts';

const { chat, eyes, ask, database } = withDiscord();
const query = (sql: string) => withConnection(database.url, (client) => client.query(sql));
const mentionIn = (thread: Channel, words: string) =>
  chat.server.say(chat.jonas.id, thread.id, `<@${chat.server.world.me.id}> ${words}`);

let thread: Channel;
let scenes = 0;

beforeEach(async () => {
  scenes += 1;
  thread = (await ask(`scene ${scenes} on a pontoon`)).thread;
  await query('alter table act rename to act_away');
});
const comeBack = () => query('alter table if exists act_away rename to act');

afterEach(async () => {
  chat.server.faults.clear();
  await comeBack();
});

it('tells whoever mentions it to send it again, where the database stays away', async () => {
  mentionIn(thread, 'slower');
  await eyes.direct(chat.jonas.id, 'That wasn’t taken');
  await comeBack();

  mentionIn(thread, 'slower');

  await eyes.clip(thread.id, 1);
  expect(eyes.directs(chat.jonas.id)).toHaveLength(1);
});

it('records a mention as soon as it can where its author could not be told', async () => {
  const { server } = chat;
  server.faults.add({ path: /^\/users\/@me\/channels$/, kind: 'status', value: 403, code: 50_007, times: 1_000 });
  mentionIn(thread, 'at night');
  await until('two tries to tell it', async () => server.faults.left() <= 998);

  await comeBack();

  await eyes.clip(thread.id, 1);
});

itFitsDiscord('mentions', () => chat.server);
