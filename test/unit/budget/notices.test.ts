import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossedNotices } from '../../../src/core/budget/notices.ts';

const micros = fc.bigInt({ min: 0n, max: 1_000_000n });

describe('notices', () => {
  it.each([
    [0n, 79n, []],
    [0n, 80n, [80]],
    [80n, 99n, []],
    [79n, 100n, [80, 100]],
    [99n, 130n, [100]],
    [100n, 140n, []],
    [90n, 10n, []],
  ])('from %s to %s of 100 are %j', (before, after, percents) => {
    expect(crossedNotices(before, after, 100n)).toEqual(percents);
  });

  it('come once each, in however many steps the money is spent', () => {
    fc.assert(
      fc.property(fc.array(micros, { maxLength: 20 }), fc.bigInt({ min: 1n, max: 10_000_000n }), (amounts, cap) => {
        const seen: number[] = [];
        let spent = 0n;
        for (const amount of amounts) {
          seen.push(...crossedNotices(spent, spent + amount, cap));
          spent += amount;
        }

        expect(seen).toEqual(crossedNotices(0n, spent, cap));
      }),
    );
  });

  it('of a cap of nothing are none', () => {
    expect(crossedNotices(0n, 5n, 0n)).toEqual([]);
  });
});
