import { describe, expect, it } from 'vitest';
import { checkDigests } from '../../../src/app/doctor/check-digests.ts';
import { isoWeek } from '../../../src/core/budget/period.ts';
import { makeDigest } from '../../../src/core/digest/make-digest.ts';
import { loadWorkspaceWeek } from '../../../src/core/digest/workspace-digest.ts';
import { TransientError } from '../../../src/core/errors.ts';
import type { Roster } from '../../../src/core/ports/roster.ts';
import type { Studio } from '../../../src/core/studio/studio.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { type DigestRig, type Place, withDigestRig } from './rig.ts';

const open = withDigestRig();

const of = ({ workspace, channel }: Place) => ({ kind: 'channel', workspace, channel }) as const;
const NONE = '' as Place['channel'];
const ofAllIn = (workspace: Place['workspace']) => ({ kind: 'workspace', workspace, channel: NONE }) as const;
const WEEK_47 = { at: '2026-11-18T12:00:00Z', dollars: 0.4 };

const periods = async ({ db }: DigestRig, { workspace, channel }: Place) =>
  (await db.digest.findMany({ where: { workspaceId: workspace, channelId: channel }, orderBy: { period: 'asc' } })).map(
    ({ period, state }) => `${period} ${state}`,
  );

/** Looks every hour, as a scheduler would that never sleeps; resolves to when each digest was made. */
async function lookHourly(rig: DigestRig, place: Place, from: string, to: string): Promise<readonly string[]> {
  const made: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 3_600_000) {
    rig.now = new Date(at);
    if ((await makeDigest(rig.studio, of(place))) === 'made') made.push(rig.now.toISOString().slice(0, 16));
  }
  return made;
}

describe('a weekly digest', () => {
  it('after weeks of downtime is the newest week’s, once', async () => {
    const rig = open();
    const place = await rig.newPlace();
    for (const day of ['2026-11-04', '2026-11-11', '2026-11-18']) {
      await rig.work(place, { at: `${day}T12:00:00Z`, dollars: 0.4 });
    }

    rig.now = new Date('2026-11-25T15:00:00Z');
    await makeDigest(rig.studio, of(place));
    await makeDigest(rig.studio, of(place));
    await rig.sendAll();

    expect((await rig.digests(place)).map(({ text }) => text.slice(0, 21))).toEqual(['Week 47 · Nov 16–22\n$']);
    expect(await periods(rig, place)).toEqual(['2026-W47 posted']);
  });

  it('of an empty week is none, and is not looked at again', async () => {
    const rig = open();
    const place = await rig.newPlace();

    expect(await makeDigest(rig.studio, of(place))).toBe('made');
    expect(await makeDigest(rig.studio, of(place))).toBe('nothing');
    await rig.sendAll();

    expect(await rig.digests(place)).toEqual([]);
    expect(await periods(rig, place)).toEqual(['2026-W47 empty']);
  });

  it('is not sent again, nor an older one, when the clock is set back', async () => {
    const rig = open();
    const place = await rig.newPlace();
    await rig.work(place, { at: '2026-11-11T12:00:00Z', dollars: 1 }, WEEK_47);
    await makeDigest(rig.studio, of(place));

    for (const now of ['2026-11-23T08:50:00Z', '2026-11-23T09:10:00Z', '2026-11-16T10:00:00Z']) {
      rig.now = new Date(now);
      expect(await makeDigest(rig.studio, of(place))).toBe('nothing');
    }

    expect(await periods(rig, place)).toEqual(['2026-W47 posted']);
  });

  it('is off where a channel says so, and what it missed is not made up for', async () => {
    const rig = open();
    const off = await rig.newPlace({ settings: { digest: { on: false } } });
    const later = await rig.newPlace({
      settings: { digest: { weekday: 1, hour: 7, minute: 0, since: Date.parse('2026-11-23T08:00:00Z') } },
    });
    for (const place of [off, later]) await rig.work(place, WEEK_47);

    expect(await makeDigest(rig.studio, of(off))).toBe('nothing');
    expect(await makeDigest(rig.studio, of(later))).toBe('nothing');
    rig.now = new Date('2026-11-30T07:00:00Z');
    expect(await makeDigest(rig.studio, of(later))).toBe('made');
  });

  it.each([
    [
      'Africa/Cairo',
      { weekday: 5, hour: 0, minute: 0 },
      '2027-04-19',
      '2027-05-16',
      ['2027-04-22T22:00', '2027-04-29T22:00', '2027-05-06T21:00', '2027-05-13T21:00'],
    ],
    [
      'America/New_York',
      { weekday: 7, hour: 2, minute: 30 },
      '2027-03-02',
      '2027-03-24',
      ['2027-03-07T08:00', '2027-03-14T08:00', '2027-03-21T07:00'],
    ],
    [
      'America/New_York',
      { weekday: 7, hour: 1, minute: 30 },
      '2026-10-21',
      '2026-11-10',
      ['2026-10-25T06:00', '2026-11-01T07:00', '2026-11-08T07:00'],
    ],
    [
      'Australia/Lord_Howe',
      { weekday: 7, hour: 2, minute: 15 },
      '2026-09-29',
      '2026-10-20',
      ['2026-10-03T16:00', '2026-10-10T16:00', '2026-10-17T16:00'],
    ],
    [
      'Pacific/Kiritimati',
      { weekday: 1, hour: 9, minute: 0 },
      '2026-11-15',
      '2026-11-30',
      ['2026-11-15T19:00', '2026-11-22T19:00', '2026-11-29T19:00'],
    ],
  ])(
    'in %s comes once every week, clock changes or not',
    { timeout: 60_000 },
    async (zone, digest, from, to, expected) => {
      const rig = open();
      const place = await rig.newPlace({ zone, settings: { digest } });
      rig.now = new Date(`${from}T00:00:00Z`);
      await makeDigest(rig.studio, of(place));

      const made = await lookHourly(rig, place, `${from}T01:00:00Z`, `${to}T23:00:00Z`);

      expect(made).toEqual(expected);
      expect(new Set(await periods(rig, place)).size).toBe(expected.length + 1);
    },
  );

  it('of a channel whose zone nobody knows counts in UTC, and stops no other', async () => {
    const rig = open();
    const place = await rig.newPlace();
    await rig.db.channel.updateMany({ where: { id: place.channel }, data: { timeZone: 'Mars/Base' } });

    expect(
      (await rig.studio.digests.due(rig.now, { limit: 500 })).some(({ channel }) => channel === place.channel),
    ).toBe(true);
    expect(await makeDigest(rig.studio, of(place))).toBe('made');
  });
});

describe('exactly once', () => {
  it('however many look at the same time', async () => {
    const rig = open();
    const place = await rig.newPlace();
    await rig.work(place, WEEK_47);

    const made = await Promise.all(Array.from({ length: 12 }, () => makeDigest(rig.studio, of(place))));
    await rig.sendAll();

    expect(made.filter((one) => one === 'made')).toHaveLength(1);
    expect(await rig.digests(place)).toHaveLength(1);
    expect((await checkInvariants(rig.db)).filter((breach) => breach.startsWith('7'))).toEqual([]);
  });

  it('when whoever began it died, or was only slow', async () => {
    const rig = open();
    const place = await rig.newPlace();
    await rig.work(place, WEEK_47);
    const until = new Date(rig.now.getTime() + 60_000);
    const slow = await rig.studio.digests.begin(of(place), { id: 'slow', period: '2026-W47', until, now: rig.now });

    expect(slow).toEqual({ id: 'slow', tries: 1 });
    expect(await makeDigest(rig.studio, of(place))).toBe('nothing');
    rig.now = until;
    expect(await makeDigest(rig.studio, of(place))).toBe('made');
    const late = { id: 'slow', state: 'posted', note: null, now: rig.now, messages: [] } as const;
    expect(await rig.studio.digests.finish(late)).toBe(false);
    await rig.sendAll();

    expect(await rig.digests(place)).toHaveLength(1);
  });

  it('and late where the platform is busy, however often it says so', async () => {
    const rig = open();
    const place = await rig.newPlace();
    await rig.work(place, WEEK_47);
    let busy = 25;
    const roster = {
      room: async () => {
        if (busy-- > 0) throw new TransientError('ratelimited', 'wait', { retryAfterMs: 30_000 });
        return { kind: 'open', hasOutsiders: false } as const;
      },
    } as unknown as Roster;
    const studio = { ...rig.studio, rosters: new Map([['playground', roster] as const]) };

    for (let round = 0; round < 25; round += 1) {
      expect(await makeDigest(studio, of(place))).toBe('nothing');
      expect(await rig.studio.digests.due(rig.now, { limit: 9, only: of(place) })).toEqual([]);
      rig.now = new Date(rig.now.getTime() + 30_000);
    }
    expect(await makeDigest(studio, of(place))).toBe('made');
    await rig.sendAll();

    expect(await rig.digests(place)).toHaveLength(1);
  });

  it('or not at all where it broke again and again, and that is noted', async () => {
    const rig = open();
    const place = await rig.newPlace();
    await rig.work(place, WEEK_47);
    const studio = {
      ...rig.studio,
      digests: {
        ...rig.studio.digests,
        loadTakes: async () => {
          throw new Error('a bug');
        },
      },
    };

    for (let round = 0; round < 20; round += 1) {
      await expect(makeDigest(studio, of(place))).rejects.toThrow('a bug');
      rig.now = new Date(rig.now.getTime() + 60_000);
    }
    expect(await makeDigest(studio, of(place))).toBe('made');

    expect(await rig.studio.digests.find(of(place), '2026-W47')).toMatchObject({
      state: 'given-up',
      note: 'broke 20 times',
    });
  });
});

describe('where it goes', () => {
  it('to the budget owners alone where people from outside read along', async () => {
    const rig = open();
    const place = await rig.newPlace({ policy: { external: true } });
    await rig.work(place, WEEK_47);

    await makeDigest(rig.studio, of(place));
    await rig.sendAll();

    expect(await rig.digests(place, 'mira')).toHaveLength(1);
    expect(await rig.digests(place, 'jonas')).toEqual([]);
  });

  it('and where the platform says that they do', async () => {
    const rig = open();
    const place = await rig.newPlace();
    await rig.work(place, WEEK_47);
    const roster = { room: async () => ({ kind: 'open', hasOutsiders: true }) as const } as unknown as Roster;
    const studio = { ...rig.studio, rosters: new Map([['playground', roster] as const]) };

    await makeDigest(studio, of(place));
    await rig.sendAll();

    expect(await rig.digests(place, 'mira')).toHaveLength(1);
    expect(await rig.digests(place, 'jonas')).toEqual([]);
  });

  it('nowhere when the channel is archived: that is noted, and not tried for ever', async () => {
    const rig = open();
    const place = await rig.newPlace();
    await rig.work(place, WEEK_47);
    await rig.db.playgroundChannel.delete({ where: { id: place.channel } });

    await makeDigest(rig.studio, of(place));
    await rig.sendAll();

    expect(await makeDigest(rig.studio, of(place))).toBe('nothing');
    expect(await rig.studio.digests.find(of(place), '2026-W47')).toMatchObject({
      undelivered: 'the playground has no such place',
    });
    expect(await rig.studio.digests.findTrouble(of(place))).toEqual({
      period: '2026-W47',
      why: 'the playground has no such place',
    });
    expect(await checkDigests(rig.url)).toContainEqual({
      kind: 'note',
      part: 'digest',
      text: `${place.channel} of ${place.workspace}: week 2026-W47 did not arrive, and is not sent again: the playground has no such place`,
    });
    const rows = await rig.db.outbox.findMany({ where: { channelId: place.channel, id: { startsWith: 'digest-' } } });
    expect(rows.map(({ state }) => state)).toEqual(['gone']);
  });
});

describe('the workspace’s digest', () => {
  it('ranks its channels, for owners alone', async () => {
    const rig = open();
    const place = await rig.newPlace();
    const second = { workspace: place.workspace, channel: `${place.channel}-2` as Place['channel'] };
    await rig.studio.directory.saveChannel(second.workspace, second.channel, { name: 'spot-tea' });
    await rig.work(place, { ...WEEK_47, vote: '✅' });
    await rig.work(second, { ...WEEK_47, dollars: 1.5, vote: '✅' }, { ...WEEK_47, dollars: 0.5, vote: '❌' });

    const ofAll = { kind: 'workspace', workspace: place.workspace, channel: '' as Place['channel'] } as const;
    expect(await makeDigest(rig.studio, ofAll)).toBe('made');
    expect(await makeDigest(rig.studio, ofAll)).toBe('nothing');

    const rows = await rig.db.outbox.findMany({ where: { workspaceId: place.workspace, kind: 'private' } });
    expect(rows.map(({ personId, channelId }) => `${personId} in ${channelId}`)).toEqual([`mira in ${second.channel}`]);
    const text = JSON.stringify(rows[0]?.card);
    expect(text).toContain('$2.40 spent in 2 channels.');
    expect(text).toContain(
      'Spent by day: $2.40. Mon $0, Tue $0, Wed $2.40, Thu $0, Fri $0, Sat $0, Sun $0. Budget line: $6.67 a day keeps November’s $200.00. Takes: 3 made, 3 decided: approved 2, rejected 1, superseded 0, open 0.',
    );
    expect(text).toContain('1. spot-tea | $2.00 | 1 of 2 | $0.30 (1)');
    expect(text).toContain('2. spot-coffee | $0.40 | 1 of 1 | $0.08 (2)');
  });

  it('has a row for the dearest second, however little was spent on it, and says which way the ranks go', async () => {
    const rig = open();
    const place = await rig.newPlace();
    const { workspace } = place;
    for (let n = 1; n <= 10; n += 1) {
      const channel = `${place.channel}-${n}` as Place['channel'];
      await rig.studio.directory.saveChannel(workspace, channel, { name: `spot-${n}` });
      await rig.work(
        { workspace, channel },
        { ...WEEK_47, dollars: 2 - n / 10, seconds: n === 10 ? 1 : 10, vote: '✅' },
      );
    }

    await makeDigest(rig.studio, ofAllIn(workspace));

    const [row] = await rig.db.outbox.findMany({ where: { workspaceId: workspace, kind: 'private' } });
    const text = JSON.stringify(row?.card);
    expect(text).toContain('8. spot-8 | $1.20 | 1 of 1 | $0.12 (9)');
    expect(text).not.toContain('spot-9');
    expect(text).toContain('10. spot-10 | $1.00 | 1 of 1 | $1.00 (1)');
    expect(text).toContain('and 1 more | $1.10 | 1 of 1');
    expect(text).toContain('(1) is the dearest approved second');
  });

  it('comes for one channel, too, and not for a week in which none did anything', async () => {
    const rig = open();
    const [place, idle] = [await rig.newPlace(), await rig.newPlace()];
    await rig.work(place, WEEK_47);

    for (const { workspace } of [place, idle]) await makeDigest(rig.studio, ofAllIn(workspace));

    expect(await periods(rig, { ...place, channel: NONE })).toEqual(['2026-W47 posted']);
    expect(await periods(rig, { ...idle, channel: NONE })).toEqual(['2026-W47 empty']);
  });

  it('comes when the workspace says so, in its zone, or not at all', async () => {
    const rig = open();
    const place = await rig.newPlace();
    await rig.work(place, WEEK_47);
    const digest = { weekday: 5, hour: 16, minute: 0, since: Date.parse('2026-11-23T09:00:00Z') };
    await rig.studio.directory.saveWorkspace(place.workspace, { digest });

    expect(await makeDigest(rig.studio, ofAllIn(place.workspace))).toBe('nothing');
    rig.now = new Date('2026-11-27T15:59:59Z');
    expect(await makeDigest(rig.studio, ofAllIn(place.workspace))).toBe('nothing');
    await rig.studio.directory.saveWorkspace(place.workspace, { digest: { ...digest, on: false } });
    rig.now = new Date('2026-11-27T16:00:00Z');
    expect(await makeDigest(rig.studio, ofAllIn(place.workspace))).toBe('nothing');
    await rig.studio.directory.saveWorkspace(place.workspace, { digest });
    expect(await makeDigest(rig.studio, ofAllIn(place.workspace))).toBe('made');

    expect(await periods(rig, { ...place, channel: NONE })).toEqual(['2026-W47 posted']);
  });

  it('names its channels as their platform does', async () => {
    const rig = open();
    const place = await rig.newPlace();
    await rig.work(place, WEEK_47);
    await rig.db.channel.updateMany({ where: { id: place.channel }, data: { name: '' } });
    const names = (nameOf: () => Promise<string | null>) => new Map([['playground', { nameOf }] as const]);
    const week = isoWeek(new Date('2026-11-18T12:00:00Z'), 'UTC');
    const load = (channelNames: NonNullable<Studio['channelNames']>) =>
      loadWorkspaceWeek({ ...rig.studio, channelNames }, { id: place.workspace, timeZone: 'UTC' }, week);

    expect((await load(names(async () => 'spot-tea')))?.shares[0]?.name).toBe('spot-tea');
    const broken = names(async () => {
      throw new Error('not now');
    });
    expect((await load(broken))?.shares[0]?.name).toBe(place.channel);
  });
});
