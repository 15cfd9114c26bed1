import type { DigestStore, DueDigest, FoundDigest } from '../../core/ports/digest-store.ts';
import { makeDigestFacts } from './digest-facts.ts';
import { one, type Sql, toJson } from './sql.ts';

export const makeDigestStore = (db: Sql): DigestStore => ({
  ...makeDigestFacts(db),

  async due(now, { limit, only }) {
    return db.$queryRaw<DueDigest[]>`
      select kind, workspace_id as workspace, channel_id as channel, zone, period, due
      from previz_due_digests(${only?.workspace ?? null}, ${only?.channel ?? null}, ${now}::timestamptz, ${limit}::int)`;
  },

  async begin(of, { id, period, until, now }) {
    const rows = await db.$queryRaw<{ id: string; tries: number }[]>`
      insert into digest as d (id, workspace_id, channel_id, kind, period, state, lease_until, begun_at)
      values (${id}, ${of.workspace}, ${of.channel}, ${of.kind}, ${period}, 'making', ${until}::timestamptz, ${now}::timestamptz)
      on conflict (workspace_id, channel_id, kind, period) do update
        set lease_until = excluded.lease_until, tries = d.tries + 1
        where d.state = 'making' and d.lease_until <= ${now}::timestamptz
      returning d.id, d.tries`;
    return rows[0] ?? null;
  },

  async extend(id, until) {
    await db.$executeRaw`
      update digest set lease_until = ${until}::timestamptz where id = ${id} and state = 'making'`;
  },

  async postpone(id, until) {
    await db.$executeRaw`
      update digest set lease_until = ${until}::timestamptz, tries = tries - 1 where id = ${id} and state = 'making'`;
  },

  async finish(end) {
    const rows = await db.$queryRaw<{ done: boolean }[]>`select previz_finish_digest(${toJson(end)}::jsonb) as done`;
    return one(rows).done;
  },

  async find(of, period) {
    const rows = await db.$queryRaw<FoundDigest[]>`
      select d.state, d.note, d.made_at as "madeAt",
        (select o.last_error from outbox o where o.id like 'digest-' || d.id || '%' and (o.state = 'gone' or o.closed) limit 1) as undelivered
      from digest d
      where d.workspace_id = ${of.workspace} and d.channel_id = ${of.channel} and d.kind = ${of.kind} and d.period = ${period}`;
    return rows[0] ?? null;
  },

  async findTrouble(of) {
    const rows = await db.$queryRaw<{ period: string; why: string | null }[]>`
      select d.period, coalesce(case when d.state = 'given-up' then d.note end,
        (select o.last_error from outbox o where o.id like 'digest-' || d.id || '%' and (o.state = 'gone' or o.closed) limit 1)) as why
      from digest d
      where d.workspace_id = ${of.workspace} and d.channel_id = ${of.channel} and d.kind = ${of.kind}
        and d.state in ('posted', 'given-up')
      order by d.period desc limit 1`;
    const [last] = rows;
    return last === undefined || last.why === null ? null : { period: last.period, why: last.why };
  },
});
