import type { Card, Line, Span } from '../../core/card/card.ts';
import type { OutboxId } from '../../core/ids.ts';
import type { Leased, Outbox, OutboxMessage } from '../../core/ports/outbox.ts';
import { makeLeaseBeat } from './lease-beat.ts';
import { one, type Sql, type Stored, toJson } from './sql.ts';

export function makeOutbox(db: Sql): Outbox {
  const beat = makeLeaseBeat(db);
  return {
    async write({ id, place, person, card, takeId, shotId, now }) {
      await db.$executeRaw`
      insert into outbox (id, workspace_id, channel_id, thread_id, kind, shot_id, take_id, person_id, card, next_at, created_at)
      values (${id}, ${place.workspace}, ${place.channel}, ${place.thread}, ${person === null ? 'note' : 'private'},
        ${shotId ?? null}, ${takeId ?? null}, ${person}, ${toJson(card)}::jsonb, ${now}::timestamptz, ${now}::timestamptz)
      on conflict do nothing`;
    },

    async lease(id, until, now) {
      const rows = await db.$queryRaw<{ leased: Stored<Leased> | null }[]>`
      select previz_lease_outbox(${id}, ${until}::timestamptz, ${now}::timestamptz) as leased`;
      const { leased } = one(rows);
      if (leased === null) return null;
      const read = readLeased(leased);
      if (read.kind === 'early') return read;
      beat.begin(id);
      const lost = await isThreadLost(db, read.message);
      return lost ? { ...read, message: { ...read.message, threadLost: true } } : read;
    },

    async sent(id, { rev, message, thread, nextAt, now, isOld = false }) {
      beat.end(id);
      // Before it is marked: who dies in between sends it again.
      if (isOld)
        await db.$executeRaw`update outbox set wanted_rev = greatest(wanted_rev, ${rev}::int + 1) where id = ${id}`;
      await db.$queryRaw`
      select previz_sent(${id}, ${rev}::int, ${message}, ${thread}, ${nextAt}::timestamptz, ${now}::timestamptz)`;
    },

    async postpone(id, nextAt, error, why = 'failed') {
      beat.end(id);
      await db.$executeRaw`
      update outbox set next_at = ${nextAt}::timestamptz, lease_until = null, last_error = left(${error}, 500),
        tries = greatest(tries - ${why === 'asked' ? 1 : 0}::int, 0), closed = ${why === 'closed'}
      where id = ${id}`;
    },

    async giveUp(id, error, now) {
      beat.end(id);
      await db.$queryRaw`select previz_give_up(${id}, ${error}, ${now}::timestamptz)`;
    },

    async locate(workspace, channel, message) {
      // One statement: what is marked in between is seen as known, or as expected, never as neither.
      const rows = await db.$queryRaw<(Pick<OutboxMessage, 'kind' | 'takeId' | 'shotId'> & { expected: boolean })[]>`
      with found as (
        select kind, take_id as "takeId", shot_id as "shotId", false as expected from outbox
        where workspace_id = ${workspace} and channel_id = ${channel} and message_id = ${message} limit 1)
      select * from found union all
      select null, null, null, true where not exists (select from found) and exists (
        select from outbox where state = 'due' and wanted_rev > sent_rev and workspace_id = ${workspace}
          and channel_id = ${channel} and message_id is null and kind in ('card', 'clip'))`;
      const [row] = rows;
      if (row === undefined) return null;
      const { expected, ...located } = row;
      return expected ? 'expected' : located;
    },

    async unsentOf(shot) {
      const rows = await db.$queryRaw<{ id: OutboxId }[]>`
      select o.id from take t join outbox o on o.take_id = t.id
      where t.shot_id = ${shot} and o.kind in ('card', 'clip') and o.state = 'due' and o.wanted_rev > o.sent_rev
      order by t.number, o.kind`;
      return rows.map(({ id }) => id);
    },

    async deliverAgain(id, take, place, now) {
      await db.$executeRaw`
      insert into outbox (id, workspace_id, channel_id, thread_id, kind, take_id, next_at, created_at)
      select ${id}, t.workspace_id, ${place.channel}, ${place.thread}, 'clip', t.id, ${now}::timestamptz, ${now}::timestamptz
      from take t where t.id = ${take} and t.workspace_id = ${place.workspace}
      on conflict do nothing`;
    },
  };
}

async function isThreadLost(db: Sql, { kind, takeId, thread }: OutboxMessage): Promise<boolean> {
  if (thread !== null || takeId === null || (kind !== 'card' && kind !== 'clip')) return false;
  const rows = await db.$queryRaw<{ lost: boolean }[]>`
    select exists (select from take t join outbox o on o.id = 'shot-' || t.shot_id
      where t.id = ${takeId} and o.state = 'gone') as lost`;
  return one(rows).lost;
}

function readLeased(stored: Stored<Leased>): Leased {
  if (stored.kind === 'early') return { kind: 'early', at: new Date(stored.at) };
  const { card, ...message } = stored.message;
  return { kind: 'leased', message: { ...message, card: card === null ? null : readCard(card) } };
}

/** Times in a card's lines come back from JSON as text. */
export const readCard = (stored: Stored<Card>): Card => ({
  ...stored,
  title: stored.title === null ? null : readLine(stored.title),
  body: stored.body.map((block) => {
    if (block.kind === 'line') return { ...block, line: readLine(block.line) };
    if (block.kind !== 'fields') return block;
    return { ...block, fields: block.fields.map(({ label, value }) => ({ label, value: readLine(value) })) };
  }),
});

const readLine = (stored: Stored<Line>): Line => stored.map(readSpan);

const readSpan = (stored: Stored<Span>): Span =>
  typeof stored !== 'string' && 'at' in stored ? { at: new Date(stored.at) } : stored;
