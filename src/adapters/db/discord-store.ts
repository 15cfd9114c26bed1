import { type ActId, channelId, messageId, type PersonId, type ThreadRef, workspaceId } from '../../core/ids.ts';
import type { DiscordStore, SealedReply, StoredButton } from '../discord/store.ts';
import { one, type Sql } from './sql.ts';

export const makeDiscordStore = (db: Sql): DiscordStore => ({
  async begin(key, channel, now) {
    const rows = await db.$queryRaw<{ message: string | null; triedAt: Date; isFirst: boolean }[]>`
      insert into discord_post as p (key, channel_id, tried_at) values (${key}, ${channel}, ${now}::timestamptz)
      on conflict (key) do update set channel_id = p.channel_id
      returning message_id as message, tried_at as "triedAt", xmax = 0 as "isFirst"`;
    const { message, triedAt, isFirst } = one(rows);
    return { message: message === null ? null : messageId(message), triedAt, isFirst };
  },

  async posted(key, message) {
    await db.$executeRaw`update discord_post set message_id = ${message} where key = ${key} and message_id is null`;
  },

  async requesterOf(key) {
    const shot = /^shot-(.+)$/.exec(key)?.[1];
    if (shot === undefined) return null;
    const rows = await db.$queryRaw<{ person: PersonId }[]>`select asked_by as person from shot where id = ${shot}`;
    return rows[0]?.person ?? null;
  },

  async originOf(message) {
    const rows = await db.$queryRaw<Place[]>`
      select o.workspace_id as workspace, o.channel_id as channel, o.thread_id as thread
      from discord_post p join outbox o on o.id = p.key where p.message_id = ${message} limit 1`;
    return toPlace(rows[0]);
  },

  async placeOf(workspace, message) {
    const rows = await db.$queryRaw<Place[]>`
      select o.workspace_id as workspace, o.channel_id as channel, coalesce(o.thread_id, s.thread_id) as thread
      from outbox o left join take t on t.id = o.take_id left join shot s on s.id = coalesce(o.shot_id, t.shot_id)
      where o.message_id = ${message} and o.workspace_id = ${workspace} limit 1`;
    return toPlace(rows[0]);
  },

  async buttonOf(card, index) {
    const rows = await db.$queryRaw<(Omit<StoredButton, 'verb'> & { verb: string | null })[]>`
      select workspace_id as workspace, channel_id as channel, b->>'verb' as verb, b->>'target' as target, b->>'argument' as argument
      from outbox, lateral (select card->'buttons'->${index}::int as b) as pressed where id = ${card}`;
    const row = rows[0];
    return row === undefined || row.verb === null ? null : { ...row, verb: row.verb };
  },

  async saveReply({ act, application, sealed, kind, expiresAt }) {
    await db.$executeRaw`
      insert into discord_reply (act_id, application_id, sealed, kind, expires_at)
      values (${act}, ${application}, ${sealed}, ${kind}, ${expiresAt}::timestamptz) on conflict do nothing`;
  },

  async findReply(act, now) {
    const rows = await db.$queryRaw<ReplyRow[]>`
      select act_id as act, application_id as application, sealed, kind, expires_at as "expiresAt" from discord_reply
      where act_id = ${act} and expires_at > ${now}::timestamptz`;
    return rows[0] ?? null;
  },

  async closeReply(act) {
    return (await db.$executeRaw`update discord_reply set closed = true where act_id = ${act} and not closed`) === 1;
  },

  async dueReplies(now, limit) {
    const rows = await db.$queryRaw<(ReplyRow & { command: boolean; thread: string | null })[]>`
      select r.act_id as act, r.application_id as application, r.sealed, r.kind, r.expires_at as "expiresAt",
        a.envelope->'act'->>'kind' in ('command', 'form') as command,
        (select s.thread_id from request q join shot s on s.id = q.shot_id where q.act_id = r.act_id limit 1) as thread
      from (select * from discord_reply where not closed and expires_at > ${now}::timestamptz
        order by expires_at limit ${LOOKED_AT}::int) r join act a on a.id = r.act_id
      where a.done_at is not null
        and not exists (select 1 from outbox o where o.id = 'answer-' || r.act_id)
        and not exists (select 1 from request q join shot s on s.id = q.shot_id
          where q.act_id = r.act_id and s.thread_id is null and a.done_at > ${now}::timestamptz - interval '30 seconds')
      order by r.expires_at limit ${limit}::int`;
    return rows.map((row) => ({ ...row, thread: row.thread === null ? null : messageId(row.thread) }));
  },

  async sweepReplies(now) {
    await db.$executeRaw`delete from discord_reply where expires_at < ${now}::timestamptz - interval '1 hour'`;
  },
});

/** Acts are worked on in their order, so what is done is among the oldest; a long backlog isn't read twice a second. */
const LOOKED_AT = 500;

type ReplyRow = SealedReply & { readonly act: ActId };

interface Place {
  readonly workspace: string;
  readonly channel: string;
  readonly thread: string | null;
}

const toPlace = (row: Place | undefined): ThreadRef | null =>
  row === undefined
    ? null
    : {
        platform: 'discord',
        workspace: workspaceId(row.workspace),
        channel: channelId(row.channel),
        thread: row.thread === null ? null : messageId(row.thread),
      };
