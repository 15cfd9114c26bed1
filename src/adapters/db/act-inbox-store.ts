import type { ActEnvelope } from '../../core/act/act.ts';
import type { ActId } from '../../core/ids.ts';
import type { ActInbox } from '../../core/ports/act-inbox.ts';
import { type Sql, type Stored, toJson } from './sql.ts';

export const makeActInbox = (db: Sql): ActInbox => ({
  async record(act) {
    const { id, place, deliveryKey, domainKey, at } = act;
    const inserted = await db.$executeRaw`
      insert into act (id, workspace_id, channel_id, platform, delivery_key, domain_key, envelope, recorded_at)
      values (${id}, ${place.workspace}, ${place.channel}, ${place.platform}, ${deliveryKey}, ${domainKey},
        ${toJson(act)}::jsonb, ${at}::timestamptz)
      on conflict do nothing`;
    return inserted === 1 ? 'recorded' : 'known';
  },

  async load(id) {
    const rows = await db.$queryRaw<{ envelope: Stored<ActEnvelope>; done: boolean }[]>`
      select envelope, done_at is not null as done from act where id = ${id}`;
    const row = rows[0];
    return row === undefined ? null : { act: readEnvelope(row.envelope), done: row.done };
  },

  async finish(id, at) {
    await db.$executeRaw`update act set done_at = ${at}::timestamptz where id = ${id} and done_at is null`;
  },

  async pendingReactions({ workspace, channel, message }, limit) {
    const rows = await db.$queryRaw<{ envelope: Stored<ActEnvelope> }[]>`
      select envelope from act
      where workspace_id = ${workspace} and channel_id = ${channel} and envelope->'act'->>'message' = ${message}
        and done_at is null and envelope->'act'->>'kind' = 'reaction'
      order by recorded_at limit ${limit}::int`;
    return rows.map(({ envelope }) => readEnvelope(envelope));
  },

  async finishAll(ids, at) {
    // In the order of their ids: two workers that finish the same acts can't deadlock.
    await db.$executeRaw`
      update act set done_at = ${at}::timestamptz from (
        select id from act where id = any(${[...ids]}::text[]) and done_at is null order by id for update) as mine
      where act.id = mine.id`;
  },

  async due(before, limit) {
    const rows = await db.$queryRaw<{ id: ActId }[]>`
      select id from act where done_at is null and recorded_at < ${before}::timestamptz
      order by recorded_at limit ${limit}::int`;
    return rows.map(({ id }) => id);
  },
});

const readEnvelope = (stored: Stored<ActEnvelope>): ActEnvelope => ({ ...stored, at: new Date(stored.at) });
