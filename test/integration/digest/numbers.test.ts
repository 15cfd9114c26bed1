import { describe, expect, it } from 'vitest';
import { isoWeek, readIsoWeek } from '../../../src/core/budget/period.ts';
import { channelScope } from '../../../src/core/budget/scopes.ts';
import { loadWeek } from '../../../src/core/digest/load-week.ts';
import { readPlace } from '../../../src/core/digest/make-digest.ts';
import type { LogLine } from '../../../src/core/ports/log-store.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { type DigestRig, type Place, withDigestRig } from './rig.ts';

const open = withDigestRig();

const UNTIL = new Date('2026-11-21T18:00:00Z');

/** The numbers of a week, asked of the tables in one statement that shares no line with the digest's own. */
const ORACLE = `
  with zone as (select coalesce(c.time_zone, w.time_zone) as tz from channel c join workspace w on w.id = c.workspace_id
    where c.workspace_id = $1 and c.id = $2),
  edge as (select least(((to_date($3, 'IYYY"-W"IW') + 7)::timestamp at time zone tz), $4::timestamptz) as until,
    (to_date($3, 'IYYY"-W"IW'))::timestamp at time zone tz as begins, tz from zone),
  mine as (select t.*, (t.params->>'seconds')::numeric as seconds from take t where t.workspace_id = $1 and t.channel_id = $2),
  entry as (select l.*, m.state, m.failure, m.model, m.template, m.asked_by, to_char(l.at at time zone e.tz, 'IYYY"-W"IW') as week,
      to_char(l.at at time zone e.tz, 'ID')::int as day
    from ledger l join mine m on m.id = l.reservation_id cross join edge e where l.at < e.until),
  final as (select m.*, to_char(m.decision_final_at at time zone e.tz, 'IYYY"-W"IW') as week from mine m cross join edge e
    where m.decision_final_at < e.until)
  select
    (select coalesce(sum(amount), 0)::text from entry where week = $3 and kind in ('settle', 'overage')) as spent,
    (select json_agg((select coalesce(sum(amount), 0)::text from entry where week = $3 and day = d and kind in ('settle', 'overage')) order by d)
      from generate_series(1, 7) d) as by_day,
    (select json_agg((select coalesce(sum(amount), 0)::text from entry, edge where kind in ('settle', 'overage')
        and week = to_char(to_date($3, 'IYYY"-W"IW') - n * 7, 'IYYY"-W"IW')) order by n) from generate_series(1, 4) n) as before,
    (select (coalesce(sum(amount) filter (where kind = 'reserve'), 0) - coalesce(sum(amount) filter (where kind = 'release'), 0)
      - (select coalesce(sum(r.amount), 0) from reservation r where r.id in (select reservation_id from entry where kind = 'settle')))::text
      from entry) as held,
    (select count(*)::int from entry where week = $3 and kind = 'settle' and state in ('ready', 'delivered', 'undeliverable')) as made,
    (select json_object_agg(decision, json_build_array(n, cost, paid, seconds)) from (
      select decision, count(*) as n, coalesce(sum(cost), 0)::text as cost, count(*) filter (where cost > 0) as paid,
        coalesce(sum(seconds) filter (where cost > 0), 0)::float as seconds
      from final where week = $3 group by decision) d) as decided,
    (select count(*)::int from mine m cross join edge e where m.state in ('ready', 'delivered', 'undeliverable')
      and exists (select 1 from entry where reservation_id = m.id and kind = 'settle')
      and (m.decision_final_at is null or m.decision_final_at >= e.until)) as open,
    (select coalesce(json_object_agg(cause, n), '{}') from (
      select case when state = 'canceled' then 'canceled' else coalesce(failure, state) end as cause, count(*) as n
      from entry where week = $3 and kind in ('settle', 'release') and state in ('failed', 'refused', 'canceled') group by 1) f) as failures,
    (select coalesce(json_object_agg(model, spent), '{}') from (
      select model, coalesce(sum(amount) filter (where kind in ('settle', 'overage')), 0)::text as spent
      from entry where week = $3 and kind in ('settle', 'release', 'overage') group by 1) s) as models,
    (select coalesce(json_object_agg(asked_by, spent), '{}') from (
      select asked_by, coalesce(sum(amount) filter (where kind in ('settle', 'overage')), 0)::text as spent
      from entry where week = $3 and kind in ('settle', 'release', 'overage') group by 1) s) as people,
    (select json_build_array(count(distinct s.id), coalesce(sum((select count(*) from entry x join mine y on y.id = x.reservation_id
        where y.shot_id = s.id and x.kind = 'settle' and x.at <= s.at and y.state in ('ready', 'delivered', 'undeliverable'))), 0),
        round(coalesce(sum(extract(epoch from s.at - s.created_at)), 0) / 60))
      from (select h.id, h.created_at, max(f.decision_final_at) as at from final f join shot h on h.id = f.shot_id
        where f.week = $3 and f.decision = 'approved' group by h.id) s) as approval`;

async function ask({ db, now }: DigestRig, { workspace, channel }: Place, week: string) {
  const [row] = await db.$queryRawUnsafe<Record<string, unknown>[]>(ORACLE, workspace, channel, week, now);
  return row ?? {};
}

/** The same, as the digest counts. */
async function count(rig: DigestRig, place: Place, week: string) {
  const found = await rig.studio.directory.loadChannel(place.workspace, place.channel);
  if (found === null) throw new Error('no channel');
  const at = readPlace(found).place;
  const facts = await loadWeek(rig.studio, at, readIsoWeek(week, at.settings.timeZone) ?? isoWeek(rig.now, 'UTC'));
  if (facts === null) throw new Error(`no week ${week}`);
  const { count: counted } = facts;
  const decided = (['approved', 'rejected', 'superseded'] as const)
    .map((state) => [state, counted[state]] as const)
    .filter(([, { takes }]) => takes.length > 0)
    .map(([state, { takes, cost, paid, paidSeconds }]) => [state, [takes.length, cost.toString(), paid, paidSeconds]]);
  return {
    facts,
    row: {
      spent: counted.spent.toString(),
      by_day: counted.spentByDay.map(String),
      before: counted.spentBefore.map(String),
      held: counted.held.toString(),
      made: counted.made,
      decided: decided.length === 0 ? null : Object.fromEntries(decided),
      open: counted.open.length,
      failures: Object.fromEntries(counted.failures.map(({ cause, count: n }) => [cause, n])),
      models: Object.fromEntries(counted.byModel.map(({ name, spent }) => [name, spent.toString()])),
      people: Object.fromEntries(counted.byPerson.map(({ name, spent }) => [name, spent.toString()])),
      approval: [counted.approval.shots, counted.approval.takes, counted.approval.minutes],
    },
  };
}

describe.each([
  [1, 'Europe/Berlin'],
  [2, 'America/New_York'],
  [7, 'Asia/Kolkata'],
])('a generated month (seed %i, %s)', (seed, zone) => {
  it('has the numbers of a second query, week by week, to the micro-dollar', { timeout: 60_000 }, async () => {
    const rig = open();
    const place = await rig.newPlace({ zone });
    rig.now = UNTIL;
    const played = await rig.month(place, { seed, until: UNTIL, days: 33 });
    expect(played.takes).toBeGreaterThan(60);

    for (const week of ['2026-W43', '2026-W44', '2026-W45', '2026-W46', '2026-W47']) {
      const { row } = await count(rig, place, week);
      expect({ week, ...row }).toEqual({ week, ...(await ask(rig, place, week)) });
    }
    expect(await checkInvariants(rig.db)).toEqual([]);
  });
});

it('a running week has what the log and the budget’s counters say', { timeout: 60_000 }, async () => {
  const rig = open();
  const place = await rig.newPlace();
  rig.now = UNTIL;
  await rig.month(place, { seed: 3, until: UNTIL, days: 33 });

  const { facts } = await count(rig, place, '2026-W47');

  const lines: LogLine[] = [];
  for await (const line of rig.studio.log.read({ ...place, words: [], since: null, limit: null })) lines.push(line);
  const { from, to } = facts.span.week;
  const approved = lines.filter(
    ({ decision: { state, final_at } }) =>
      state === 'approved' && final_at !== null && new Date(final_at) >= from && new Date(final_at) < to,
  );
  expect(approved.length).toBeGreaterThan(0);
  expect(facts.count.approved.takes.map(({ id }) => String(id)).sort()).toEqual(
    approved.map((line) => line.take_id).sort(),
  );
  expect(facts.count.approved.cost).toBe(approved.reduce((sum, line) => sum + BigInt(line.cost_micros ?? 0), 0n));
  const scope = channelScope(place.workspace, place.channel);
  const row = await rig.db.budget.findUniqueOrThrow({ where: { scope_period: { scope, period: '2026-11' } } });
  expect({ spent: facts.budget.spent, held: facts.budget.held }).toEqual({
    spent: row.settled + row.overage,
    held: row.held,
  });
});

it('a week that is told late says what it would have said in time', { timeout: 60_000 }, async () => {
  const rig = open();
  const place = await rig.newPlace();
  await rig.month(place, { seed: 4, until: UNTIL, days: 20 });
  rig.now = new Date('2026-11-16T00:00:00Z');
  const inTime = await count(rig, place, '2026-W46');
  rig.now = UNTIL;

  const late = await count(rig, place, '2026-W46');

  expect(late.row).toEqual(inTime.row);
  expect(late.facts.budget).toEqual(inTime.facts.budget);
  expect(late.facts.count.month).toEqual(inTime.facts.count.month);
});

it('the same seed generates the same month', { timeout: 60_000 }, async () => {
  const rig = open();
  const [one, other] = [await rig.newPlace(), await rig.newPlace()];
  rig.now = UNTIL;
  await rig.month(one, { seed: 5, until: UNTIL, days: 12 });
  await rig.month(other, { seed: 5, until: UNTIL, days: 12 });

  expect((await count(rig, one, '2026-W46')).row).toEqual((await count(rig, other, '2026-W46')).row);
});
