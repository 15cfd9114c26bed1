import { describe, expect, it } from 'vitest';
import { isoWeek, readIsoWeek } from '../../../src/core/budget/period.ts';
import { channelScope } from '../../../src/core/budget/scopes.ts';
import { savedBy, type WeekCount } from '../../../src/core/digest/count-week.ts';
import { toDigestCard } from '../../../src/core/digest/digest-card.ts';
import { DEFAULT_DIGEST } from '../../../src/core/digest/digest-settings.ts';
import { loadWeek } from '../../../src/core/digest/load-week.ts';
import { readPlace } from '../../../src/core/digest/make-digest.ts';
import { toHours, toRounded } from '../../../src/core/digest/words.ts';
import { loadWorkspaceWeek } from '../../../src/core/digest/workspace-digest.ts';
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
    (select json_build_array(coalesce(sum(amount), 0)::text, (coalesce(sum(amount), 0)
        + div((select coalesce(sum(x.amount), 0) from entry x, edge where x.kind in ('settle', 'overage')
            and x.at >= (to_date($3, 'IYYY"-W"IW') - 28)::timestamp at time zone tz) * left_ms, past_ms))::text)
      from (select edge.*, (extract(epoch from (date_trunc('month', (until - interval '1 ms') at time zone tz) + interval '1 month') at time zone tz - until) * 1000)::bigint as left_ms,
          (extract(epoch from until - (to_date($3, 'IYYY"-W"IW') - 28)::timestamp at time zone tz) * 1000)::bigint as past_ms from edge) m
        left join entry e on e.kind in ('settle', 'overage') and e.at >= date_trunc('month', (until - interval '1 ms') at time zone tz) at time zone tz
      group by left_ms, past_ms, tz) as month,
    (select coalesce(json_agg(json_build_array(h.slug, f.number, (select o.message_id from outbox o where o.take_id = f.id and o.kind = 'clip'))
        order by f.decision_final_at, f.id collate "C"), '[]') from final f join shot h on h.id = f.shot_id where f.week = $3 and f.decision = 'approved') as clips,
    (select coalesce(json_agg(h.slug || ' ' || m.number order by s.at, m.id collate "C"), '[]') from mine m cross join edge e join shot h on h.id = m.shot_id
      join (select reservation_id, max(at) as at from entry where kind = 'settle' group by 1) s on s.reservation_id = m.id
      where m.state in ('ready', 'delivered', 'undeliverable') and (m.decision_final_at is null or m.decision_final_at >= e.until)) as waiting,
    (select coalesce(sum((select coalesce(sum(x.amount), 0) from entry x join mine y on y.id = x.reservation_id
        where y.shot_id = s.id and x.kind in ('settle', 'overage') and exists (select 1 from entry z
          where z.reservation_id = y.id and z.kind in ('settle', 'release') and z.at <= s.at))), 0)::text
      from (select h.id, max(f.decision_final_at) as at from final f join shot h on h.id = f.shot_id
        where f.week = $3 and f.decision = 'approved' group by h.id) s) as approval_cost,
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
      month: [counted.month.spent.toString(), counted.month.forecast.toString()],
      clips: counted.approved.takes.map(({ slug, number, clip }) => [slug, number, clip]),
      waiting: counted.open.map(({ slug, number }) => `${slug} ${number}`),
      approval_cost: counted.approval.cost.toString(),
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

it('the workspace’s numbers are those of its channels, and a day is a day', { timeout: 60_000 }, async () => {
  const rig = open();
  const place = await rig.newPlace({ zone: 'Europe/Berlin' });
  const other = { workspace: place.workspace, channel: `${place.channel}-2` as Place['channel'] };
  rig.now = UNTIL;
  await rig.month(place, { seed: 8, until: UNTIL, days: 20 });
  await rig.month(other, { seed: 9, until: UNTIL, days: 20 });
  for (const { workspace, channel } of [place, other])
    await rig.studio.directory.saveChannel(workspace, channel, { timeZone: 'Europe/Berlin' });
  const week = readIsoWeek('2026-W46', 'Europe/Berlin') ?? failed();

  const found = await loadWorkspaceWeek(rig.studio, { id: place.workspace, timeZone: 'Europe/Berlin' }, week);

  const counts = new Map<string, WeekCount>();
  for (const each of [place, other]) counts.set(each.channel, (await count(rig, each, '2026-W46')).facts.count);
  expect(found?.shares).toHaveLength(2);
  for (const share of found?.shares ?? []) {
    const { spent, made, approved, rejected, superseded, open: waiting } = counts.get(share.channel) ?? failed();
    expect(share).toMatchObject({
      spent,
      made,
      approved: approved.takes.length,
      rejected: rejected.takes.length,
      superseded: superseded.takes.length,
      open: waiting.length,
      approvedCost: approved.cost,
      approvedSeconds: approved.paidSeconds,
    });
  }
  const byDay = [0, 1, 2, 3, 4, 5, 6].map((day) =>
    [...counts.values()].reduce((sum, { spentByDay }) => sum + (spentByDay[day] ?? 0n), 0n),
  );
  expect(byDay.some((spent) => spent > 0n)).toBe(true);
  expect(found?.spentByDay).toEqual(byDay);
});

it('requests that were refused stand among the failures, by cause', async () => {
  const rig = open();
  const place = await rig.newPlace();
  const refuse = (id: string, at: string, state: string, refusal: unknown) => rig.db.$executeRaw`
    insert into request (id, workspace_id, channel_id, person_id, act_id, state, brief, plan, estimate, refusal, decided_by, created_at)
    values (${`${place.channel}-${id}`}, ${place.workspace}, ${place.channel}, 'jonas', ${id}, ${state}, '{}', '{}', 1,
      ${JSON.stringify(refusal)}::jsonb, 'mira', ${at}::timestamptz)`;
  await refuse('a', '2026-11-17T09:00:00Z', 'refused', { kind: 'exceeded' });
  await refuse('b', '2026-11-22T23:59:59Z', 'expired', { kind: 'exceeded' });
  await refuse('c', '2026-11-18T09:00:00Z', 'declined', { kind: 'exceeded' });
  await refuse('d', '2026-11-18T09:00:00Z', 'refused', { kind: 'moderation', flags: [] });
  await refuse('e', '2026-11-23T00:00:00Z', 'refused', { kind: 'exceeded' });
  await refuse('f', '2026-11-18T09:00:00Z', 'owner', { kind: 'exceeded' });
  await refuse('g', '2026-11-18T09:00:00Z', 'expired', null);

  const { facts } = await count(rig, place, '2026-W47');

  expect(facts.count.failures).toEqual([
    { cause: 'exceeded', count: 2 },
    { cause: 'declined', count: 1 },
    { cause: 'moderation', count: 1 },
  ]);
  const card = toDigestCard({ ...facts, settings: DEFAULT_DIGEST, channelName: null, image: null });
  expect(card.text).toContain('Without a clip: over the budget 2 · declined by an owner 1 · words refused 1.');
});

it('what was saved is the baseline for each approved shot, less what it took', { timeout: 60_000 }, async () => {
  const rig = open();
  const place = await rig.newPlace();
  rig.now = UNTIL;
  await rig.month(place, { seed: 6, until: UNTIL, days: 20 });
  const { facts } = await count(rig, place, '2026-W46');
  const { shots, minutes, cost } = facts.count.approval;
  expect(shots).toBeGreaterThan(1);

  const saved = savedBy(facts.count.approval, { minutes: 960, cost: 350_000_000n });

  expect(saved).toEqual({ minutes: shots * 960 - minutes, cost: BigInt(shots) * 350_000_000n - cost });
  const settings = { ...DEFAULT_DIGEST, baseline: { minutes: 960, cost: 350_000_000n } };
  const card = toDigestCard({ ...facts, settings, channelName: null, image: null });
  expect(card.text).toContain(`${toHours(saved.minutes)} and ${toRounded(saved.cost)} saved`);
  expect(card.text).not.toContain('By person');
});

function failed(): never {
  throw new Error('not there');
}

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
