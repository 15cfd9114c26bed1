import { describe, expect, it } from 'vitest';
import { choicesOf } from '../../../src/core/budget/unknown-money.ts';

const since = new Date('2026-11-20T09:00:00Z');
const hours = (count: number) => new Date(since.getTime() + count * 3_600_000);
const asked = { amount: 999_999n, since, at: hours(0), isRequester: true, isOwner: false };

describe('money whose fate is unknown', () => {
  it('may be called charged by the requester at once, below $1', () => {
    expect(choicesOf(asked)).toEqual(['charged']);
    expect(choicesOf({ ...asked, amount: 1_000_000n })).toEqual([]);
  });

  it('waits 24 hours for an owner, who may call it either', () => {
    const owner = { ...asked, isRequester: false, isOwner: true };

    expect(choicesOf({ ...owner, at: hours(23.99) })).toEqual([]);
    expect(choicesOf({ ...owner, at: hours(24) })).toEqual(['charged', 'not-charged']);
  });

  it('is nobody else’s to call', () => {
    expect(choicesOf({ ...asked, isRequester: false, at: hours(100) })).toEqual([]);
    expect(choicesOf({ ...asked, amount: 1_000_000n, at: hours(100) })).toEqual([]);
  });
});
