import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareOrderKeys } from '../../../src/core/vote/vote-event.ts';

const key = fc.oneof(
  fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String),
  fc.tuple(fc.nat(), fc.nat({ max: 999_999 })).map(([s, us]) => `${s}.${String(us).padStart(6, '0')}`),
  fc.string({ maxLength: 6 }),
);

it('orders numbers by value', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n }), fc.bigInt({ min: 0n }), (a, b) => {
      expect(Math.sign(compareOrderKeys(String(a), String(b)))).toBe(a === b ? 0 : a < b ? -1 : 1);
    }),
  );
});

it('orders the times of Slack', () => {
  expect(compareOrderKeys('1767225600.000200', '1767225600.000100')).toBeGreaterThan(0);
  expect(compareOrderKeys('999999999.900000', '1767225600.000100')).toBeLessThan(0);
  expect(compareOrderKeys('1767225600', '1767225600.000000')).toBe(0);
});

it('is an order', () => {
  fc.assert(
    fc.property(key, key, key, (a, b, c) => {
      expect(Math.sign(compareOrderKeys(a, b))).toBe(-Math.sign(compareOrderKeys(b, a)) + 0);
      const sorted = [a, b, c].sort(compareOrderKeys);
      expect(compareOrderKeys(sorted[0] ?? '', sorted[2] ?? '')).toBeLessThanOrEqual(0);
    }),
  );
});
