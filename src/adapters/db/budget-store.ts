import type { Micros } from '../../core/money/micros.ts';
import type { BudgetRow, BudgetStore } from '../../core/ports/budget-store.ts';
import { settingsMoved } from '../../core/studio/on-fresh.ts';
import { one, type Sql, type Stored, toJson } from './sql.ts';

/** The row of `setting` that stops all spending while it is there; `previz_reserve` and `previz_claim` read it too. */
const STOPPED = 'spending_stopped';

interface Stop {
  readonly by: string;
  readonly at: Date;
}

export const makeBudgetStore = (db: Sql): BudgetStore => ({
  async loadRules(scopes) {
    const rows = await db.$queryRaw<{ scope: string; cap: Micros }[]>`
      select scope, cap from budget_rule where scope = any(${scopes}::text[])`;
    return new Map(rows.map(({ scope, cap }) => [scope, cap]));
  },

  async loadRows(scopes) {
    return db.$queryRaw<BudgetRow[]>`
      select u.scope, u.period, coalesce(b.cap, r.cap, u.cap) as cap, coalesce(b.granted, 0) as granted,
        coalesce(b.held, 0) as held, coalesce(b.settled, 0) as settled, coalesce(b.overage, 0) as overage,
        coalesce(b.frozen, false) as frozen
      from unnest(${scopes.map(({ scope }) => scope)}::text[], ${scopes.map(({ period }) => period)}::text[],
        ${scopes.map(({ cap }) => cap)}::bigint[]) with ordinality as u(scope, period, cap, n)
      left join budget b on b.scope = u.scope and b.period = u.period
      left join budget_rule r on r.scope = u.scope and u.period not like 'job:%'
      order by u.n`;
  },

  async setCap({ workspace, scope, period, cap, actor, now, with: saved }) {
    if (saved === undefined) {
      const rows = await db.$queryRaw<{ outcome: 'set' | 'frozen' }[]>`
        select previz_set_cap(${workspace}, ${scope}, ${period}, ${cap}::bigint, ${actor}, ${now}::timestamptz) as outcome`;
      return one(rows).outcome;
    }
    const [row] = await db.$queryRaw<{ outcome: 'set' | 'frozen' }[]>`
      with saved as (
        update channel set settings = ${toJson(saved.settings)}::jsonb, changes = changes + 1
        where workspace_id = ${workspace} and id = ${saved.channel} and changes = ${saved.onto}::int
        returning 1)
      select previz_set_cap(${workspace}, ${scope}, ${period}, ${cap}::bigint, ${actor}, ${now}::timestamptz) as outcome
      from saved`;
    if (row === undefined) throw settingsMoved();
    return row.outcome;
  },

  async claimNotice(scope, period, level) {
    const claimed = await db.$executeRaw`
      update budget set noticed = ${level}::int
      where scope = ${scope} and period = ${period} and noticed < ${level}::int`;
    return claimed === 1;
  },

  async stopSpending(by, now) {
    // Who stopped it first is who is asked.
    await db.$executeRaw`
      insert into setting (key, value) values (${STOPPED}, ${toJson({ by, at: now } satisfies Stop)}::jsonb)
      on conflict do nothing`;
  },

  async resumeSpending() {
    await db.$executeRaw`delete from setting where key = ${STOPPED}`;
  },

  async spendingStopped() {
    const rows = await db.$queryRaw<{ value: Stored<Stop> }[]>`select value from setting where key = ${STOPPED}`;
    return rows[0] === undefined ? null : { by: rows[0].value.by, at: new Date(rows[0].value.at) };
  },
});
