import { expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import type { Channel, Message } from '../../support/discord-server/world.ts';
import { DEAR, text, withDiscord } from '../../support/discord-story.ts';
import { until } from '../../support/until.ts';

const { chat, eyes, channel, ask, database } = withDiscord();

const query = async (sql: string, values: readonly unknown[] = []) =>
  (await withConnection(database.url, (client) => client.query(sql, [...values]))).rows as Record<string, unknown>[];

/** A message with one button, whose argument stands on the stored card. */
const stored = (of: Message, where: Channel, verb: string, card: { readonly id: unknown; readonly at: unknown }) => ({
  ...of,
  channel: where.id,
  components: [{ type: 1, components: [{ type: 2, label: 'Press', custom_id: `v1|${verb}|#${card.id}|${card.at}` }] }],
});

it('takes a stored button only where its card is, and for what it says', async () => {
  const { server, mira } = chat;
  const { clip } = await ask('a quay before the rain');
  const asked = server.slash(mira.id, channel.id, 'previz', [text('scene', 'a crane over the docks'), DEAR]);
  await eyes.reply(asked, '$2.50');
  const [card] = await query(
    `select o.id, b.at - 1 as at from outbox o, jsonb_array_elements(o.card->'buttons') with ordinality as b(button, at)
     where o.channel_id = $1 and b.button->>'verb' = 'run'`,
    [channel.id],
  );
  if (card === undefined) throw new Error('no card');
  const of = { id: card['id'], at: card['at'] };
  const guild = server.addGuild();
  const stranger = server.addPerson(guild, 'Stranger', { admin: true });
  const press = (person: string, where: Channel, verb = 'run') =>
    server.press(person, stored(clip, where, verb, of), 'Press');

  for (const pressed of [
    press(mira.id, server.addChannel(chat.guild)),
    press(stranger.id, server.addChannel(guild)),
    press(mira.id, channel, 'drop'),
    server.press(mira.id, stored(clip, channel, 'run', { ...of, at: 99 }), 'Press'),
  ])
    expect(await eyes.answered(pressed)).toMatchObject({
      type: 4,
      data: { content: expect.stringContaining('older make') },
    });
  expect(await eyes.answered(press(mira.id, channel))).toMatchObject({ type: 5 });

  await eyes.clip((await eyes.thread(channel.id, 'a crane over')).id);
  expect((await chat.lines()).filter(({ brief }) => brief.includes('a crane'))).toHaveLength(1);
});

it('says what is seen of a clip to whoever sees it not', async () => {
  const { clip } = await ask('a heron lifts off the weir');

  expect(clip.attachments[0]?.description).toContain('a heron lifts off the weir');
});

it('keeps the tokens of interactions sealed', async () => {
  const { asked } = await ask('a safe in the wall');
  const kept = await until('a reply', async () => {
    const rows = await query('select sealed from discord_reply');
    return rows.length > 0 ? rows : null;
  });

  expect(kept.length).toBeGreaterThan(0);
  const tables = await query(`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`);
  for (const { name } of tables) {
    const found = await query(`select 1 from "${String(name)}" as t where t::text like '%' || $1 || '%'`, [
      asked.token,
    ]);
    expect(found, String(name)).toEqual([]);
  }
});

itFitsDiscord('buttons', () => chat.server);
