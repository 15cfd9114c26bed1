import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimeZone, nearestTimeZones, readTimeZone } from '../../../src/core/channel/time-zone.ts';

describe('a time zone', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'Asia/Kolkata'])('is %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(['', '+02:00', '-05', 'UTC+2', 'Mars/Base', 'local', 'system', ' UTC', 'berlin', 'Europe/'])(
    'is not %j',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );

  it.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['new york', 'America/New_York'],
    [' Tokyo ', 'Asia/Tokyo'],
    ['kolkata', 'Asia/Kolkata'],
    ['utc', 'UTC'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
  ])('is read from %j as %s', (text, zone) => {
    expect(readTimeZone(text)).toBe(zone);
  });

  it.each(['', 'berln', '+02:00', 'the moon'])('is not read from %j', (text) => {
    expect(readTimeZone(text)).toBeNull();
  });

  it('that was read is one, in its own spelling', () => {
    const names = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    fc.assert(
      fc.property(names, (name) => {
        expect(readTimeZone(name.toLowerCase())).toBe(name);
        expect(isTimeZone(name)).toBe(true);
      }),
    );
  });

  it.each([
    ['berln', 'Europe/Berlin'],
    ['Europe/Pairs', 'Europe/Paris'],
    ['los angelos', 'America/Los_Angeles'],
    ['america/new_yrok', 'America/New_York'],
  ])('near %j is %s', (text, zone) => {
    expect(nearestTimeZones(text)[0]).toBe(zone);
  });

  it('is not hinted at where nothing is near', () => {
    expect(nearestTimeZones('zzzzqqq')).toEqual([]);
    expect(nearestTimeZones('')).toEqual([]);
  });

  it('hinted at is one, and at most so many', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: 0, max: 5 }), (text, limit) => {
        const near = nearestTimeZones(text, limit);

        expect(near.length).toBeLessThanOrEqual(limit);
        for (const zone of near) expect(isTimeZone(zone)).toBe(true);
      }),
    );
  });
});
