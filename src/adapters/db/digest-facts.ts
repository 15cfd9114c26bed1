import type { CountedTake } from '../../core/digest/facts.ts';
import type { ChannelShare } from '../../core/digest/workspace-digest.ts';
import type { DigestFacts } from '../../core/ports/digest-store.ts';
import { BRAKES } from './log-lines.ts';
import { one, type Sql } from './sql.ts';

/** What digests count, from the log and the ledger. */
export const makeDigestFacts = (db: Sql): DigestFacts => ({
  async loadTakes({ workspace, channel, since, until }) {
    // The settle entry of a take and what was billed above it are written together, so a take has one time of its money.
    return db.$queryRaw<CountedTake[]>`
      select t.id, t.shot_id as shot, s.slug, t.number, t.model, t.template, t.asked_by as "askedBy",
        coalesce((t.params ->> 'seconds')::double precision, 0) as seconds, t.state, t.failure, t.created_at as "heldAt",
        t.estimate as amount, l.ended_at as "endedAt", coalesce(l.billed, 0)::bigint as billed,
        l.ended_at is not null and t.state in ('ready', 'delivered', 'undeliverable') as "hasClip",
        t.decision, t.decision_final_at as "finalAt", b.approvals, b.rejections, s.created_at as "shotAt",
        o.message_id as clip, s.thread_id as thread
      from take t
      join shot s on s.id = t.shot_id
      left join lateral (
        select max(e.at) filter (where e.kind in ('settle', 'release')) as ended_at,
          sum(e.amount) filter (where e.kind in ('settle', 'overage')) as billed
        from ledger e where e.reservation_id = t.id and e.kind <> 'reserve' and e.at < ${until}::timestamptz) l on true
      left join lateral (
        select count(*) filter (where v.vote = 'approve')::int as approvals, count(*) filter (where v.vote = 'reject')::int as rejections
        from ballot v where v.take_id = t.id and v.counted) b on true
      left join outbox o on o.id = 'clip-' || t.id
      where t.workspace_id = ${workspace} and t.channel_id = ${channel} and t.created_at < ${until}::timestamptz
        and (t.state_at >= ${since}::timestamptz or t.decision_final_at >= ${since}::timestamptz
          or t.decision_final_at is null and t.state in ('ready', 'delivered', 'undeliverable')
          or t.state in ('queued', 'submitting', 'rendering', 'fetching', 'unknown')
          or exists (select 1 from take a where a.shot_id = t.shot_id and a.decision = 'approved'
            and a.decision_final_at >= ${since}::timestamptz))
      order by t.created_at, t.id`;
  },

  async loadSpent({ workspace, channel, scope, period, until }) {
    const rows = await db.$queryRaw<Awaited<ReturnType<DigestFacts['loadSpent']>>[]>`
      select coalesce(sum(e.billed), 0)::bigint as spent, coalesce(sum(r.amount) filter (where e.ended_at is null), 0)::bigint as held
      from take t join reservation r on r.id = t.id
      left join lateral (
        select max(l.at) filter (where l.kind in ('settle', 'release')) as ended_at,
          sum(l.amount) filter (where l.kind in ('settle', 'overage')) as billed
        from ledger l where l.reservation_id = r.id and l.at < ${until}::timestamptz) e on true
      where t.workspace_id = ${workspace} and t.channel_id = ${channel} and t.created_at < ${until}::timestamptz
        and r.periods[array_position(r.scopes, ${scope})] = ${period}`;
    return one(rows);
  },

  async loadShares({ workspace, from, until }) {
    return db.$queryRaw<ChannelShare[]>`
      with ended as (
        select t.channel_id, sum(l.amount) filter (where l.kind in ('settle', 'overage'))::bigint as spent,
          count(*) filter (where l.kind = 'settle' and t.state in ('ready', 'delivered', 'undeliverable'))::int as made
        from ledger l join take t on t.id = l.reservation_id
        where l.workspace_id = ${workspace} and l.at >= ${from}::timestamptz and l.at < ${until}::timestamptz
          and l.kind in ('settle', 'release', 'overage')
        group by t.channel_id),
      decided as (
        select t.channel_id, count(*) filter (where t.decision = 'approved')::int as approved,
          count(*) filter (where t.decision = 'rejected')::int as rejected,
          count(*) filter (where t.decision = 'superseded')::int as superseded,
          coalesce(sum(t.cost) filter (where t.decision = 'approved' and t.cost > 0), 0)::bigint as cost,
          coalesce(sum((t.params ->> 'seconds')::double precision) filter (where t.decision = 'approved' and t.cost > 0), 0) as seconds
        from take t
        where t.workspace_id = ${workspace} and t.decision_final_at >= ${from}::timestamptz and t.decision_final_at < ${until}::timestamptz
        group by t.channel_id),
      waiting as (
        select t.channel_id, count(*)::int as open
        from take t join reservation r on r.id = t.id
        where t.workspace_id = ${workspace} and t.state in ('ready', 'delivered', 'undeliverable') and r.resolved_at < ${until}::timestamptz
          and (t.decision_final_at is null or t.decision_final_at >= ${until}::timestamptz)
        group by t.channel_id)
      select coalesce(e.channel_id, d.channel_id) as channel, coalesce(nullif(c.name, ''), e.channel_id, d.channel_id) as name,
        coalesce(e.spent, 0) as spent, coalesce(e.made, 0) as made, coalesce(d.approved, 0) as approved,
        coalesce(d.rejected, 0) as rejected, coalesce(d.superseded, 0) as superseded, coalesce(w.open, 0) as open,
        coalesce(d.cost, 0) as "approvedCost", coalesce(d.seconds, 0) as "approvedSeconds"
      from ended e full join decided d on d.channel_id = e.channel_id
      left join waiting w on w.channel_id = coalesce(e.channel_id, d.channel_id)
      left join channel c on c.workspace_id = ${workspace} and c.id = coalesce(e.channel_id, d.channel_id)
      order by 3 desc, 4 desc, 1`;
  },

  async loadSpentByDay({ workspace, edges }) {
    const rows = await db.$queryRaw<{ day: number; spent: bigint }[]>`
      select width_bucket(l.at, ${[...edges]}::timestamptz[])::int as day, sum(l.amount)::bigint as spent
      from ledger l
      where l.workspace_id = ${workspace} and l.kind in ('settle', 'overage')
        and l.at >= ${edges[0] ?? null}::timestamptz and l.at < ${edges.at(-1) ?? null}::timestamptz
      group by 1`;
    const spent = new Map(rows.map((row) => [row.day, row.spent]));
    return edges.slice(1).map((_, index) => spent.get(index + 1) ?? 0n);
  },

  async loadRefused({ workspace, channel, from, until }) {
    return db.$queryRaw<{ cause: string; count: number }[]>`
      select case when r.state = 'declined' and r.decided_by <> r.person_id then 'declined' else r.refusal ->> 'kind' end as cause,
        count(*)::int as count
      from request r
      where r.workspace_id = ${workspace} and r.channel_id = ${channel} and r.state in ('refused', 'declined', 'expired')
        and r.created_at >= ${from}::timestamptz and r.created_at < ${until}::timestamptz
        and (r.refusal ->> 'kind' in ${BRAKES} or r.refusal ->> 'kind' = 'moderation')
      group by 1`;
  },
});
