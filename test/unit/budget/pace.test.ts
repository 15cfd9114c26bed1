import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PACE, decidePace, isRepeat } from '../../../src/core/budget/pace.ts';

const at = new Date('2026-11-21T09:00:00Z');
const minutesAgo = (count: number) => new Date(at.getTime() - count * 60_000);
const pace = (over: { live?: number; recent?: readonly Date[]; takes?: number } = {}) =>
  decidePace({ live: 0, recent: [], takes: 1, at, limits: DEFAULT_PACE, ...over });

describe('the pace of a person', () => {
  it('is three paid takes at once', () => {
    expect(pace({ live: 2 })).toEqual({ kind: 'go' });
    expect(pace({ live: 3 })).toEqual({ kind: 'too-many-at-once', live: 3, limit: 3 });
    expect(pace({ live: 1, takes: 3 }).kind).toBe('too-many-at-once');
  });

  it('is ten paid takes an hour, and says when it goes on', () => {
    const recent = Array.from({ length: 10 }, (_, index) => minutesAgo(50 - index));

    expect(pace({ recent: recent.slice(1) })).toEqual({ kind: 'go' });
    expect(pace({ recent })).toEqual({ kind: 'too-many-an-hour', limit: 10, retryAt: minutesAgo(-10) });
    expect(pace({ recent, takes: 3 })).toMatchObject({ retryAt: minutesAgo(-12) });
  });

  it('passes over takes that are an hour old', () => {
    const recent = Array.from({ length: 10 }, () => minutesAgo(60));

    expect(pace({ recent })).toEqual({ kind: 'go' });
  });

  it('does not hold up what is free', () => {
    expect(pace({ live: 9, recent: Array.from({ length: 20 }, () => at), takes: 0 })).toEqual({ kind: 'go' });
  });

  it('lets go at the time it names, and not a moment before', () => {
    const recent = fc.array(fc.integer({ min: 0, max: 3_599_999 }), { minLength: 8, maxLength: 20 });
    fc.assert(
      fc.property(recent, fc.integer({ min: 1, max: 3 }), (ages, takes) => {
        const times = ages.map((age) => new Date(at.getTime() - age));
        const decision = pace({ recent: times, takes });
        if (decision.kind !== 'too-many-an-hour' || decision.retryAt === null) return;

        const then = (ms: number) =>
          decidePace({ live: 0, recent: times, takes, at: new Date(ms), limits: DEFAULT_PACE }).kind;
        expect(then(decision.retryAt.getTime())).toBe('go');
        expect(then(decision.retryAt.getTime() - 1)).toBe('too-many-an-hour');
      }),
    );
  });

  it('names no time for more takes than an hour ever allows', () => {
    const limits = { atOnce: 99, perHour: 10 };

    expect(decidePace({ live: 0, recent: [], takes: 11, at, limits })).toMatchObject({ retryAt: null });
  });
});

it('takes the same request within 30 seconds for a repeat', () => {
  expect(isRepeat(null, at)).toBe(false);
  expect(isRepeat(new Date(at.getTime() - 29_999), at)).toBe(true);
  expect(isRepeat(new Date(at.getTime() - 30_000), at)).toBe(false);
});
