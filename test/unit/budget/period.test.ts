import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  channelPeriodKey,
  isJobOver,
  isoWeek,
  lastClosedWeek,
  periodEnd,
  periodKey,
  readIsoWeek,
} from '../../../src/core/budget/period.ts';

const ZONES = [
  'UTC',
  'America/New_York',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Asia/Kolkata',
  'America/Santiago',
];
const zone = fc.constantFrom(...ZONES);
const at = fc.date({ min: new Date('2020-01-01T00:00Z'), max: new Date('2035-01-01T00:00Z'), noInvalidDate: true });

describe('a period', () => {
  it.each([
    ['2026-11-30T23:30:00Z', 'UTC', '2026-11', '2026-11-30'],
    ['2026-11-30T23:30:00Z', 'Europe/Berlin', '2026-12', '2026-12-01'],
    ['2026-12-01T04:30:00Z', 'America/New_York', '2026-11', '2026-11-30'],
    ['2026-12-31T10:00:00Z', 'Pacific/Kiritimati', '2027-01', '2027-01-01'],
    ['2027-01-01T10:59:59Z', 'Pacific/Pago_Pago', '2026-12', '2026-12-31'],
    ['2028-02-29T12:00:00Z', 'UTC', '2028-02', '2028-02-29'],
  ])('of %s in %s is %s and %s', (time, place, month, day) => {
    expect(periodKey('month', new Date(time), place)).toBe(month);
    expect(periodKey('day', new Date(time), place)).toBe(day);
  });

  it('is the day that the clocks of the place show, by the calendar of the runtime', () => {
    fc.assert(
      fc.property(at, zone, (time, timeZone) => {
        const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(time);

        expect(periodKey('day', time, timeZone)).toBe(shown);
        expect(periodKey('month', time, timeZone)).toBe(shown.slice(0, 7));
      }),
    );
  });

  it('ends where the next begins, through every change of the clocks', () => {
    fc.assert(
      fc.property(at, zone, fc.constantFrom('month', 'day'), (time, timeZone, kind) => {
        const ends = periodEnd(kind, time, timeZone) ?? time;

        expect(ends.getTime()).toBeGreaterThan(time.getTime());
        expect(periodKey(kind, new Date(ends.getTime() - 1), timeZone)).toBe(periodKey(kind, time, timeZone));
        expect(periodKey(kind, ends, timeZone) > periodKey(kind, time, timeZone)).toBe(true);
      }),
    );
  });

  it('begins after midnight where the clocks skip midnight', () => {
    expect(periodEnd('day', new Date('2027-04-29T12:00:00Z'), 'Africa/Cairo')).toEqual(
      new Date('2027-04-29T22:00:00Z'),
    );
  });

  it('of a job is the job, whatever the day', () => {
    const budget = { kind: 'job', job: '24-113', cap: 1n, endsOn: null } as const;

    expect(channelPeriodKey(budget, new Date(0), 'UTC')).toBe('job:24-113');
    expect(channelPeriodKey({ kind: 'month' }, new Date(0), 'UTC')).toBe('1970-01');
    expect(channelPeriodKey({ kind: 'day' }, new Date(0), 'UTC')).toBe('1970-01-01');
    expect(periodEnd('job', new Date(0), 'UTC')).toBeNull();
  });

  it('is refused where the zone or the time does not exist', () => {
    expect(() => periodKey('month', new Date(0), 'Mars/Base')).toThrow(RangeError);
    expect(() => periodKey('month', new Date(Number.NaN), 'UTC')).toThrow(RangeError);
  });
});

describe('a job', () => {
  const budget = { kind: 'job', job: '7', cap: 1n, endsOn: '2026-11-30' } as const;

  it('is over after its last day in the zone of the channel', () => {
    expect(isJobOver(budget, new Date('2026-12-01T04:59:00Z'), 'America/New_York')).toBe(false);
    expect(isJobOver(budget, new Date('2026-12-01T05:00:00Z'), 'America/New_York')).toBe(true);
    expect(isJobOver(budget, new Date('2026-12-01T00:00:00Z'), 'UTC')).toBe(true);
  });

  it('without a last day is never over, nor is a month', () => {
    expect(isJobOver({ ...budget, endsOn: null }, new Date('2099-01-01T00:00:00Z'), 'UTC')).toBe(false);
    expect(isJobOver({ kind: 'month' }, new Date('2099-01-01T00:00:00Z'), 'UTC')).toBe(false);
  });
});

describe('an ISO week', () => {
  it.each([
    ['2026-11-21T12:00:00Z', '2026-W47'],
    ['2027-01-01T12:00:00Z', '2026-W53'],
    ['2024-12-30T12:00:00Z', '2025-W01'],
    ['2026-01-04T23:59:59Z', '2026-W01'],
  ])('of %s is %s', (time, key) => {
    expect(isoWeek(new Date(time), 'UTC').key).toBe(key);
  });

  it('runs from Monday to Monday on the clocks of the place', () => {
    expect(isoWeek(new Date('2026-11-01T12:00:00Z'), 'America/New_York')).toEqual({
      key: '2026-W44',
      from: new Date('2026-10-26T04:00:00Z'),
      to: new Date('2026-11-02T05:00:00Z'),
    });
  });

  it('holds the time it is asked about, meets its neighbours, and is read back from its key', () => {
    fc.assert(
      fc.property(at, zone, (time, timeZone) => {
        const week = isoWeek(time, timeZone);

        expect(week.from.getTime()).toBeLessThanOrEqual(time.getTime());
        expect(week.to.getTime()).toBeGreaterThan(time.getTime());
        expect(isoWeek(week.to, timeZone).from).toEqual(week.to);
        expect(isoWeek(new Date(week.from.getTime() - 1), timeZone).to).toEqual(week.from);
        expect(lastClosedWeek(time, timeZone)).toEqual(isoWeek(new Date(week.from.getTime() - 1), timeZone));
        expect(readIsoWeek(week.key, timeZone)).toEqual(week);
      }),
    );
  });

  it.each(['2025-W53', '2026-W00', '2026-W54', '2026-47', 'W47', '', '2026-W4', '20266-W47'])('is not %j', (text) => {
    expect(readIsoWeek(text, 'UTC')).toBeNull();
  });

  it('is read in capitals or not, with or without the dash', () => {
    expect(readIsoWeek('2026w47', 'UTC')?.key).toBe('2026-W47');
  });
});
