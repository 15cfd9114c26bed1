import { toExpiredCard } from '../../core/card/close-card.ts';
import { actId, outboxId, takeId } from '../../core/ids.ts';
import type { DueWork } from '../../core/ports/due-work.ts';
import type { WakeUp } from '../../core/ports/job-queue.ts';
import { rewriteOffers } from './offers.ts';
import type { Sql } from './sql.ts';

/** An act is rung for by whoever recorded it; the sweeper is for those whose ring was lost. */
const ACT_GRACE_MS = 2_000;

export const makeDueWork = (db: Sql): DueWork => ({
  async find(now, limit) {
    const recordedBefore = new Date(now.getTime() - ACT_GRACE_MS);
    const rows = await db.$queryRaw<Due[]>`
      select kind, id, due from (
        (select 'act' as kind, id, recorded_at as due from act
          where done_at is null and recorded_at < ${recordedBefore}::timestamptz
          order by recorded_at limit ${limit}::int)
        union all
        (select 'advance', id, next_at from take
          where next_at <= ${now}::timestamptz
            and state in ('queued', 'submitting', 'rendering', 'fetching', 'unknown', 'ready')
          order by next_at limit ${limit}::int)
        union all
        (select 'send', id, next_at from outbox
          where state = 'due' and wanted_rev > sent_rev and next_at <= ${now}::timestamptz
            and (lease_until is null or lease_until <= ${now}::timestamptz)
          order by next_at limit ${limit}::int)
        union all
        (select 'decide', t.id, previz_window_end(t.decision_since, c.policy) as due from take t
          left join channel c on c.workspace_id = t.workspace_id and c.id = t.channel_id
          where t.decision_since is not null and t.decision_final_at is null and t.decision <> 'open'
            and previz_window_end(t.decision_since, c.policy) <= ${now}::timestamptz
          order by due limit ${limit}::int)
      ) as all_due
      order by due limit ${limit}::int`;
    return rows.map((row) => ({ wakeUp: toWakeUp(row), at: row.due }));
  },

  async lease(name, holder, until, now) {
    const taken = await db.$executeRaw`
      insert into lease as l (name, holder, until) values (${name}, ${holder}, ${until}::timestamptz)
      on conflict (name) do update set holder = excluded.holder, until = excluded.until
      where l.until <= ${now}::timestamptz or l.holder = excluded.holder`;
    return taken === 1;
  },

  async freeLeases() {
    await db.$executeRaw`update outbox set lease_until = null where lease_until is not null`;
  },

  async expireRequests(now) {
    // Locked rows are being answered right now; two sweepers take different ones.
    const expired = await db.$queryRaw<{ id: string }[]>`
      update request set state = 'expired' where id in (
        select id from request where state in ('confirm', 'owner') and expires_at <= ${now}::timestamptz
        order by id for update skip locked) returning id`;
    for (const { id } of expired) await rewriteOffers(db, id, { verb: null, close: toExpiredCard, now });
    return expired.length;
  },

  async unnamed(sha256s) {
    if (sha256s.length === 0) return new Set();
    const rows = await db.$queryRaw<{ sha256: string }[]>`
      select sha256 from unnest(${[...sha256s]}::text[]) as wanted (sha256)
      where not exists (select 1 from take t where t.sha256 = wanted.sha256
          or position(wanted.sha256 in concat_ws(' ', t.media, t.poster, t.derived::text, t.params::text)) > 0)
        and not exists (select 1 from request r where position(wanted.sha256 in r.plan::text) > 0)
        and not exists (select 1 from outbox o where position(wanted.sha256 in o.card::text) > 0)`;
    return new Set(rows.map(({ sha256 }) => sha256));
  },
});

interface Due {
  readonly kind: 'act' | 'advance' | 'send' | 'decide';
  readonly id: string;
  readonly due: Date;
}

function toWakeUp({ kind, id }: Due): WakeUp {
  switch (kind) {
    case 'act':
      return { kind, actId: actId(id) };
    case 'send':
      return { kind, outboxId: outboxId(id) };
    case 'advance':
    case 'decide':
      return { kind, takeId: takeId(id) };
  }
}
