import { expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { textOf } from '../../support/discord-chat.ts';
import { QUICK, text, withDiscord } from '../../support/discord-story.ts';
import { until } from '../../support/until.ts';

const PACE_MS = 2_000;
const CHANGES = 6;

/** The app's clock stands still but for what a test moves it. */
let now = Date.now();
const { chat, eyes, channel, ask, database } = withDiscord(() => ({ clock: { now: () => new Date(now) } }));

const rowsOf = async (sql: string, value: string) =>
  (await withConnection(database.url, (client) => client.query(sql, [value]))).rows as {
    next_at: Date;
    error: string;
  }[];

it('edits the card of one take once in two seconds, whatever happens to it', async () => {
  const { server, jonas } = chat;
  const edits: { readonly path: string; readonly at: number }[] = [];
  const calls = server.calls as unknown as { push(...made: { method: string; path: string }[]): number };
  const push = calls.push.bind(calls);
  calls.push = (...made) => {
    for (const { method, path } of made) if (method === 'PATCH') edits.push({ path, at: now });
    return push(...made);
  };
  const { thread, clip } = await ask('a red kite');
  const card = await eyes.message(thread.id, 'Asked by');
  const voteOf = async () => (await chat.lines()).at(0)?.votes.at(0)?.vote ?? null;

  for (let n = 0; n < CHANGES; n += 1) {
    const isOn = n % 2 === 0;
    if (isOn) server.react(jonas.id, clip, { emoji: '✅' });
    else server.unreact(jonas.id, clip, { emoji: '✅' });
    await until('it is counted', async () => ((await voteOf()) === 'approve') === isOn);
    now += 700;
  }
  server.react(jonas.id, clip, { emoji: '❌' });
  await until('it is counted', async () => (await voteOf()) === 'reject');
  // The clock goes on from here: what was not woken is swept by it.
  await until('the last word', async () => {
    now += 50;
    return /Rejected by/.test(textOf(card));
  });

  const mine = edits.filter(({ path }) => path.endsWith(`/messages/${card.id}`));
  expect(mine.length).toBeGreaterThan(1);
  for (const [index, { at }] of mine.entries())
    expect(at - (mine[index - 1]?.at ?? 0), `edit ${index}`).toBeGreaterThanOrEqual(PACE_MS);
  const [row] = await rowsOf(`select next_at from outbox where message_id = $1`, card.id);
  expect(row?.next_at.getTime()).toBeGreaterThanOrEqual((mine.at(-1)?.at ?? 0) + PACE_MS);
});

it('waits as long as Discord asks for', async () => {
  const { server, mira } = chat;
  const room = server.addChannel(chat.guild);
  const path = new RegExp(`^/channels/${room.id}/messages$`);
  server.faults.add({ path, method: 'POST', kind: 'limit', value: 60 });

  server.slash(mira.id, room.id, 'previz', [text('scene', 'a patient heron'), QUICK]);

  const [row] = await until('a postponed post', async () => {
    const sql = `select next_at, last_error as error from outbox where channel_id = $1 and last_error is not null`;
    const found = await rowsOf(sql, room.id);
    return found.length > 0 ? found : null;
  });
  expect((row?.next_at.getTime() ?? 0) - now).toBeGreaterThanOrEqual(59_000);
  expect(server.calls.filter((call) => path.test(call.path))).toHaveLength(1);
  expect(channel.id).not.toBe(room.id);
});
