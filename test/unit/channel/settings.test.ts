import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ChannelSettings,
  DEFAULT_SETTINGS,
  readJobNumber,
  readSettings,
  toSettingsJson,
} from '../../../src/core/channel/settings.ts';
import { RATIOS } from '../../../src/core/take/ratio.ts';

const pixels = fc.integer({ min: 16, max: 8192 });

const settings: fc.Arbitrary<ChannelSettings> = fc.record({
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Pacific/Kiritimati'),
  defaults: fc.record({
    seconds: fc.integer({ min: 1, max: 600 }),
    ratio: fc.constantFrom(...RATIOS),
    size: fc.record({ width: pixels, height: pixels }),
    template: fc.option(fc.constantFrom('noir', 'product')),
    takes: fc.integer({ min: 1, max: 20 }),
  }),
  budget: fc.oneof(
    fc.record({ kind: fc.constantFrom('month', 'day') }),
    fc.record({
      kind: fc.constant('job' as const),
      job: fc.stringMatching(/^[\w./-]{1,32}$/),
      cap: fc.bigInt({ min: 0n, max: 10n ** 15n }),
      endsOn: fc.option(fc.constantFrom('2026-11-30', '2028-02-29')),
    }),
  ),
  digest: fc.record({
    on: fc.boolean(),
    weekday: fc.integer({ min: 1, max: 7 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.integer({ min: 0, max: 59 }),
    since: fc.option(fc.integer({ min: 0, max: 4_000_000_000_000 })),
    people: fc.boolean(),
    baseline: fc.option(
      fc.record({ minutes: fc.integer({ min: 0, max: 500_000 }), cost: fc.bigInt({ min: 0n, max: 10n ** 15n }) }),
    ),
  }),
});

describe('stored settings', () => {
  it('are read back as they were', () => {
    fc.assert(
      fc.property(settings, (one) => {
        expect(readSettings(JSON.parse(JSON.stringify(toSettingsJson(one))))).toEqual(one);
      }),
    );
  });

  it.each([undefined, null, {}, 'x', [1], { timeZone: 'Mars/Base', defaults: 5, budget: { kind: 'job' } }])(
    'that are %j have every default',
    (json) => {
      expect(readSettings(json)).toEqual(DEFAULT_SETTINGS);
    },
  );

  it('never throw', () => {
    const json = fc.record({
      timeZone: fc.jsonValue(),
      defaults: fc.jsonValue(),
      budget: fc.jsonValue(),
      digest: fc.jsonValue(),
    });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), json), (stored) => {
        expect(Object.keys(readSettings(stored))).toEqual(Object.keys(DEFAULT_SETTINGS));
      }),
    );
  });

  it('of a job whose total cannot be read leave nothing to spend', () => {
    expect(readSettings({ budget: { kind: 'job', job: 1234, cap: 50 } }).budget).toEqual({
      kind: 'job',
      job: '1234',
      cap: 0n,
      endsOn: null,
    });
  });
});

it('stored with a last day that the calendar lacks have a job without one', () => {
  const budget = (endsOn: string) => readSettings({ budget: { kind: 'job', job: '7', cap: '5', endsOn } }).budget;

  expect(budget('2026-11-30')).toMatchObject({ cap: 5n, endsOn: '2026-11-30' });
  expect(budget('2026-11-31')).toMatchObject({ cap: 5n, endsOn: null });
});

describe('a job number', () => {
  it.each(['1234', '24-113', '26/114', 'NIKE.07', 'Müller_2', ' 7 '])('is %j', (text) => {
    expect(readJobNumber(text)).toBe(text.trim());
  });

  it.each(['', ' ', 'a b', 'a,b', '$5', 'x'.repeat(33)])('is not %j', (text) => {
    expect(readJobNumber(text)).toBeNull();
  });
});
