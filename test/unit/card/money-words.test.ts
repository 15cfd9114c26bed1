import { describe, expect, it } from 'vitest';
import { toLeftWords } from '../../../src/core/card/money-words.ts';

const row = {
  scope: 'ch/w/c',
  period: '2026-11',
  cap: 2_000_000n,
  granted: 4_000_000n,
  held: 0n,
  settled: 5_000_000n,
  overage: 0n,
  frozen: false,
};

describe('what is left', () => {
  it('is told out of the cap and what was granted beyond it', () => {
    expect(toLeftWords(row)).toBe('$1.00 of $6.00 this month');
  });
});
