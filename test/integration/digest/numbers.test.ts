import { describe, expect, it } from 'vitest';
import { toDigestCsv } from '../../../src/app/commands/digest-csv.ts';
import { readIsoWeek } from '../../../src/core/budget/period.ts';
import { channelScope } from '../../../src/core/budget/scopes.ts';
import { savedBy, type WeekCount } from '../../../src/core/digest/count-week.ts';
import { toDigestCard } from '../../../src/core/digest/digest-card.ts';
import { DEFAULT_DIGEST } from '../../../src/core/digest/digest-settings.ts';
import { toHours, toRounded } from '../../../src/core/digest/words.ts';
import { loadWorkspaceWeek } from '../../../src/core/digest/workspace-digest.ts';
import type { LogLine } from '../../../src/core/ports/log-store.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { ask, count, readCsv, toCsvRows } from './oracle.ts';
import { type DigestRig, type Place, withDigestRig } from './rig.ts';

const open = withDigestRig();

const UNTIL = new Date('2026-11-21T18:00:00Z');

const statesOf = async ({ db }: DigestRig, { channel }: Place) =>
  (await db.take.groupBy({ by: ['state'], where: { channelId: channel } })).map(({ state }) => state);

describe.each([
  [1, 'Europe/Berlin'],
  [2, 'America/New_York'],
  [7, 'Asia/Kolkata'],
])('a generated month (seed %i, %s)', (seed, zone) => {
  it('has the numbers of a second query, week by week, to the micro-dollar', { timeout: 60_000 }, async () => {
    const rig = open();
    const place = await rig.newPlace({ zone });
    rig.now = UNTIL;
    const played = await rig.month(place, { seed, until: UNTIL, days: 33, rough: true });
    expect(played.takes).toBeGreaterThan(60);
    expect(played.refused).toBeGreaterThan(2);
    expect(await statesOf(rig, place)).toEqual(expect.arrayContaining(['rendering', 'unknown']));

    for (const week of ['2026-W43', '2026-W44', '2026-W45', '2026-W46', '2026-W47']) {
      const { row, facts } = await count(rig, place, week);
      const told = await ask(rig, place, week);
      expect({ week, ...row }).toEqual({ week, ...told });

      const csv = readCsv(toDigestCsv(facts, DEFAULT_DIGEST));
      const wanted = toCsvRows(week, told);
      expect(new Map([...wanted.keys()].map((key) => [key, csv.rows.get(key)]))).toEqual(wanted);
      expect(csv.micros('before')).toEqual(told['before']);
      expect(csv.micros('day')).toEqual(told['by_day']);
      expect(csv.micros('month')).toEqual(told['month']);
      expect(csv.micros('model')).toEqual(row.models === null ? [] : Object.values(row.models));

      const card = toDigestCard({ ...facts, settings: DEFAULT_DIGEST, channelName: null, image: null });
      const table = card.body.find((block) => block.kind === 'table');
      const [perTake, perSecond] = told['per_take_and_second'] as (string | null)[];
      const cellOf = (name: string) => table?.rows.find(([first]) => first === name)?.at(-1);
      expect(cellOf('… a take')).toBe(perTake === null ? undefined : toRounded(BigInt(perTake ?? '')));
      expect(cellOf('… a second')).toBe(perSecond === null ? undefined : toRounded(BigInt(perSecond ?? '')));
    }
    const overages = await rig.db.ledger.count({
      where: { workspaceId: place.workspace, kind: 'overage', amount: { gt: 0 } },
    });
    expect(overages).toBeGreaterThan(3);
    expect(await checkInvariants(rig.db)).toEqual([]);
  });
});

it('the workspace’s numbers are those of its channels, and a day is a day', { timeout: 60_000 }, async () => {
  const rig = open();
  const place = await rig.newPlace({ zone: 'Europe/Berlin' });
  const other = { workspace: place.workspace, channel: `${place.channel}-2` as Place['channel'] };
  rig.now = UNTIL;
  await rig.month(place, { seed: 8, until: UNTIL, days: 20, rough: true });
  await rig.month(other, { seed: 9, until: UNTIL, days: 20, rough: true });
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
  await rig.month(place, { seed: 3, until: UNTIL, days: 33, rough: true });

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
  await rig.month(place, { seed: 4, until: UNTIL, days: 20, rough: true });
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
