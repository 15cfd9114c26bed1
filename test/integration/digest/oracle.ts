import { isoWeek, readIsoWeek } from '../../../src/core/budget/period.ts';
import { loadWeek } from '../../../src/core/digest/load-week.ts';
import { readPlace } from '../../../src/core/digest/make-digest.ts';
import type { DigestRig, Place } from './rig.ts';

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
    (select count(*)::int from mine where state in ('ready', 'delivered', 'undeliverable') and id in (select reservation_id from entry
      where week = $3 and kind in ('settle', 'overage') group by 1 having sum(amount) = 0)) as made_free,
    (select json_object_agg(decision, json_build_array(n, cost, paid, seconds, free_seconds)) from (
      select decision, count(*) as n, coalesce(sum(cost), 0)::text as cost, count(*) filter (where cost > 0) as paid,
        coalesce(sum(seconds) filter (where cost > 0), 0)::float as seconds, coalesce(sum(seconds) filter (where cost = 0), 0)::float as free_seconds
      from final where week = $3 group by decision) d) as decided,
    (select count(*)::int from mine m cross join edge e where m.state in ('ready', 'delivered', 'undeliverable')
      and exists (select 1 from entry where reservation_id = m.id and kind = 'settle')
      and (m.decision_final_at is null or m.decision_final_at >= e.until)) as open,
    (select coalesce(json_object_agg(cause, n), '{}') from (
      select case when state = 'canceled' then 'canceled' else coalesce(failure, state) end as cause, count(*) as n
      from entry where week = $3 and kind in ('settle', 'release') and state in ('failed', 'refused', 'canceled') group by 1
      union all select q.refusal->>'kind', count(*) from request q cross join edge e where q.workspace_id = $1 and q.channel_id = $2
        and q.state = 'refused' and q.created_at < e.until and to_char(q.created_at at time zone e.tz, 'IYYY"-W"IW') = $3 group by 1) f) as failures,
    (select coalesce(json_object_agg(model, spent), '{}') from (
      select model, coalesce(sum(amount) filter (where kind in ('settle', 'overage')), 0)::text as spent
      from entry where week = $3 and kind in ('settle', 'release', 'overage') group by 1) s) as models,
    (select coalesce(json_object_agg(template, array[made, spent]), '{}') from (
      select template, (count(*) filter (where kind = 'settle' and state in ('ready', 'delivered', 'undeliverable')))::text as made,
        coalesce(sum(amount) filter (where kind in ('settle', 'overage')), 0)::text as spent
      from entry where week = $3 and kind in ('settle', 'release', 'overage') group by 1) s) as templates,
    (select json_build_array(round(sum(cost) / count(*))::text, round(sum(cost) / sum(seconds))::text)
      from final where week = $3 and decision = 'approved' and cost > 0) as per_take_and_second,
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

/** One row of the oracle. */
export async function ask({ db, now }: DigestRig, { workspace, channel }: Place, week: string) {
  const [row] = await db.$queryRawUnsafe<Record<string, unknown>[]>(ORACLE, workspace, channel, week, now);
  return row ?? {};
}

/** The same, as the digest counts. */
export async function count(rig: DigestRig, place: Place, week: string) {
  const found = await rig.studio.directory.loadChannel(place.workspace, place.channel);
  if (found === null) throw new Error('no channel');
  const at = readPlace(found).place;
  const facts = await loadWeek(rig.studio, at, readIsoWeek(week, at.settings.timeZone) ?? isoWeek(rig.now, 'UTC'));
  if (facts === null) throw new Error(`no week ${week}`);
  const { count: counted } = facts;
  const decided = (['approved', 'rejected', 'superseded'] as const)
    .map((state) => [state, counted[state]] as const)
    .filter(([, { takes }]) => takes.length > 0)
    .map(([state, { takes, cost, paid, paidSeconds, freeSeconds }]) => [
      state,
      [takes.length, cost.toString(), paid, paidSeconds, freeSeconds],
    ]);
  return {
    facts,
    row: {
      spent: counted.spent.toString(),
      by_day: counted.spentByDay.map(String),
      before: counted.spentBefore.map(String),
      held: counted.held.toString(),
      made: counted.made,
      made_free: counted.madeFree,
      decided: decided.length === 0 ? null : Object.fromEntries(decided),
      open: counted.open.length,
      failures: Object.fromEntries(counted.failures.map(({ cause, count: n }) => [cause, n])),
      models: Object.fromEntries(counted.byModel.map(({ name, spent }) => [name, spent.toString()])),
      templates: Object.fromEntries(
        counted.byTemplate.map(({ name, made, spent }) => [name, [String(made), spent.toString()]]),
      ),
      per_take_and_second:
        counted.approved.paid === 0 ? [null, null] : [counted.approved.perTake, counted.approved.perSecond].map(String),
      people: Object.fromEntries(counted.byPerson.map(({ name, spent }) => [name, spent.toString()])),
      month: [counted.month.spent.toString(), counted.month.forecast.toString()],
      clips: counted.approved.takes.map(({ slug, number, clip }) => [slug, number, clip]),
      waiting: counted.open.map(({ slug, number }) => `${slug} ${number}`),
      approval_cost: counted.approval.cost.toString(),
      approval: [counted.approval.shots, counted.approval.takes, counted.approval.minutes],
    },
  };
}

type Numbers = Readonly<Record<string, unknown>>;

/** What the CSV must say, out of an oracle's row: `section name` to takes, seconds, micros. */
export function toCsvRows(week: string, row: Numbers): ReadonlyMap<string, string> {
  const list = (of: unknown) => of as readonly (string | number)[];
  const pairs = (of: unknown) => Object.entries(of ?? {}) as [string, string | number | readonly (string | number)[]][];
  const decided = (state: string) =>
    list(pairs(row['decided']).find(([name]) => name === state)?.[1] ?? [0, '0', 0, 0, 0]);
  const decision = (state: string): [string, string] => {
    const [takes, cost, , paid, free] = decided(state);
    return [`decision ${state}`, `${takes},${Number(paid) + Number(free)},${cost}`];
  };
  const [count = 0, , paid = 0, , free = 0] = decided('approved');
  const [shots, takes, minutes] = list(row['approval']);
  const [perTake, perSecond] = list(row['per_take_and_second']);
  return new Map([
    [`week ${week}`, `${row['made']},,${row['spent']}`],
    ['week made free', `${row['made_free']},,`],
    ['week held', `,,${row['held']}`],
    decision('approved'),
    decision('rejected'),
    decision('superseded'),
    ['decision approved, free', `${Number(count) - Number(paid)},${free},`],
    ['decision open', `${row['open']},,`],
    ['approval shots', `${shots},,${row['approval_cost']}`],
    ['approval takes to approval', `${takes},,`],
    ['approval seconds to approval', `,${Number(minutes) * 60},`],
    ['approval one approved take', `,,${perTake ?? ''}`],
    ['approval one approved second', `,,${perSecond ?? ''}`],
    ...pairs(row['failures']).map(([cause, n]): [string, string] => [`failure ${cause}`, `${n},,`]),
    ...pairs(row['templates']).map(([name, of]): [string, string] => [
      `template ${name}`,
      `${list(of)[0]},,${list(of)[1]}`,
    ]),
  ]);
}

/** The CSV's rows of these names, and its numbers in the order in which they stand by section. */
export function readCsv(csv: string) {
  const cells = csv
    .trim()
    .split('\r\n')
    .map((line) => {
      const [, head = '', values = ''] = /^(.*),([^,]*,[^,]*,[^,]*)$/.exec(line) ?? [];
      const [section = '', ...name] = head.split(',');
      return { section, name: name.join(',').replaceAll('"', ''), values };
    });
  return {
    rows: new Map(cells.map(({ section, name, values }) => [`${section} ${name}`, values])),
    micros: (section: string) =>
      cells.filter((row) => row.section === section).map(({ values }) => values.split(',')[2]),
  };
}
