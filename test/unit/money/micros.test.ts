import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  divideUp,
  maxMicros,
  minMicros,
  percentOf,
  readDollars,
  sumMicros,
  toDollars,
} from '../../../src/core/money/micros.ts';

const micros = fc.bigInt({ min: 0n, max: 999_999_999_999_999n });

describe('dollars', () => {
  it('are read back as they were written', () => {
    fc.assert(
      fc.property(micros, (amount) => {
        expect(readDollars(toDollars(amount))).toBe(amount);
      }),
    );
  });

  it('are read without floating point, against whole dollars and millionths', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 999_999_999 }),
        fc.nat({ max: 999_999 }),
        fc.constantFrom('', '$', ' $'),
        (whole, rest, mark) => {
          const text = `${mark}${whole}.${String(rest).padStart(6, '0')}`;

          expect(readDollars(text)).toBe(BigInt(whole) * 1_000_000n + BigInt(rest));
        },
      ),
    );
  });

  it.each([
    ['12', 12_000_000n],
    ['$12.5', 12_500_000n],
    ['0.000001', 1n],
    [' $0 ', 0n],
  ])('reads %j', (text, amount) => {
    expect(readDollars(text)).toBe(amount);
  });

  it.each(['', '$', '-1', '1.', '.5', '1.0000001', '1e3', '1,000', '0x10', 'NaN', '1234567890', '$$1', '1 2', '１'])(
    'refuses %j',
    (text) => {
      expect(readDollars(text)).toBeNull();
    },
  );

  it('never throws and never gives less than nothing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = readDollars(text);

        expect(read === null || read >= 0n).toBe(true);
      }),
    );
  });

  it.each([
    [0n, '$0.00'],
    [1_500_000n, '$1.50'],
    [37_500n, '$0.0375'],
    [1n, '$0.000001'],
    [100_000_000n, '$100.00'],
    [-2_100_000n, '-$2.10'],
  ])('writes %s as %s', (amount, text) => {
    expect(toDollars(amount)).toBe(text);
  });

  it('are written with two to six decimals', () => {
    fc.assert(
      fc.property(micros, (amount) => {
        expect(toDollars(amount)).toMatch(/^\$\d+\.\d{2,6}$/);
      }),
    );
  });
});

describe('sums', () => {
  it('add up in any order, and nothing is nothing', () => {
    fc.assert(
      fc.property(fc.array(micros), (amounts) => {
        expect(sumMicros(amounts)).toBe(sumMicros([...amounts].reverse()));
        expect(sumMicros([...amounts, 5n])).toBe(sumMicros(amounts) + 5n);
      }),
    );
    expect(sumMicros([])).toBe(0n);
  });

  it('keep the lesser and the greater', () => {
    fc.assert(
      fc.property(micros, micros, (a, b) => {
        expect(minMicros(a, b)).toBe(minMicros(b, a));
        expect(minMicros(a, b) + maxMicros(a, b)).toBe(a + b);
        expect(minMicros(a, b)).toBeLessThanOrEqual(maxMicros(a, b));
      }),
    );
  });
});

describe('a division', () => {
  it('rounds up, by less than one', () => {
    fc.assert(
      fc.property(micros, fc.bigInt({ min: 1n, max: 10_000n }), (amount, divisor) => {
        const parts = divideUp(amount, divisor);

        expect(parts * divisor).toBeGreaterThanOrEqual(amount);
        expect((parts - 1n) * divisor).toBeLessThan(amount);
      }),
    );
  });

  it('refuses a divisor that is not positive', () => {
    expect(() => divideUp(1n, 0n)).toThrow(RangeError);
    expect(() => divideUp(-1n, 2n)).toThrow(RangeError);
  });
});

describe('a percentage', () => {
  it('is 100 only when everything is reached', () => {
    fc.assert(
      fc.property(micros, fc.bigInt({ min: 1n, max: 10n ** 12n }), (part, whole) => {
        expect(percentOf(part, whole) >= 100).toBe(part >= whole);
      }),
    );
  });

  it('of nothing is 0', () => {
    expect(percentOf(5n, 0n)).toBe(0);
    expect(percentOf(-5n, 10n)).toBe(0);
    expect(percentOf(799n, 1000n)).toBe(79);
  });
});
