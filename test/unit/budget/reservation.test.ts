import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Balance, decideReservation, decideResolve, leftOf } from '../../../src/core/budget/reservation.ts';

const micros = fc.bigInt({ min: 0n, max: 100_000_000n });

const balance = (over: Partial<Balance> = {}): Balance => ({
  scope: 'ch/T1/C1',
  cap: 50n,
  granted: 0n,
  held: 0n,
  settled: 0n,
  overage: 0n,
  frozen: false,
  ...over,
});

const anyBalance = fc.record({
  scope: fc.constantFrom('all', 'ch', 'fuse', 'us', 'ws'),
  cap: micros,
  granted: micros,
  held: micros,
  settled: micros,
  overage: micros,
  frozen: fc.boolean(),
});

describe('a reservation', () => {
  it('is made up to the last micro and not beyond', () => {
    const used = balance({ held: 10n, settled: 20n, overage: 5n });

    expect(decideReservation([used], 15n)).toEqual({ kind: 'reserve', amount: 15n });
    expect(decideReservation([used], 16n)).toEqual({
      kind: 'refuse',
      why: 'over',
      scope: 'ch/T1/C1',
      left: 15n,
      cap: 50n,
      amount: 16n,
    });
  });

  it('fits into what is granted too', () => {
    expect(decideReservation([balance({ settled: 50n, granted: 6n })], 6n).kind).toBe('reserve');
    expect(decideReservation([balance({ settled: 50n, granted: 6n })], 7n).kind).toBe('refuse');
  });

  it('is refused by the scope with the least left', () => {
    const refusal = decideReservation([balance({ scope: 'a', cap: 9n }), balance({ scope: 'b', cap: 3n })], 10n);

    expect(refusal).toMatchObject({ scope: 'b', left: 3n });
  });

  it('is refused by a frozen scope, whatever is left', () => {
    const refusal = decideReservation([balance({ scope: 'a', cap: 0n }), balance({ scope: 'b', frozen: true })], 1n);

    expect(refusal).toMatchObject({ why: 'frozen', scope: 'b', left: 0n });
  });

  it('of nothing is always made, for its ledger trail', () => {
    expect(decideReservation([balance({ frozen: true, cap: 0n })], 0n)).toEqual({ kind: 'reserve', amount: 0n });
    expect(decideReservation([], 0n).kind).toBe('reserve');
  });

  it('of money without a scope is a bug, not a gift', () => {
    expect(() => decideReservation([], 1n)).toThrow(RangeError);
    expect(() => decideReservation([balance()], -1n)).toThrow(RangeError);
  });

  it('exists exactly while settled + held + amount ≤ cap + grants in every scope that is not frozen', () => {
    fc.assert(
      fc.property(fc.array(anyBalance, { minLength: 1, maxLength: 5 }), micros, (balances, amount) => {
        const decision = decideReservation(balances, amount);

        const fits = balances.every((b) => !b.frozen && b.settled + b.overage + b.held + amount <= b.cap + b.granted);
        expect(decision.kind === 'reserve').toBe(amount === 0n || fits);
        if (decision.kind !== 'refuse') return;
        expect(decision.left).toBeGreaterThanOrEqual(0n);
        expect(decision.why === 'frozen' || decision.left < amount).toBe(true);
        expect(decision.why === 'frozen').toBe(balances.some((b) => b.frozen));
      }),
    );
  });

  it('never lets a scope pass its cap, however reservations and bills follow one another', () => {
    const step = fc.record({ amount: micros, billed: micros, resolve: fc.constantFrom('settle', 'release', 'keep') });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 300_000_000n }), fc.array(step, { maxLength: 30 }), (cap, steps) => {
        let purse = balance({ cap });
        for (const { amount, billed, resolve } of steps) {
          if (decideReservation([purse], amount).kind === 'refuse') continue;
          purse = { ...purse, held: purse.held + amount };
          expect(purse.held + purse.settled).toBeLessThanOrEqual(cap);
          if (resolve === 'keep') continue;
          const bill =
            resolve === 'release' ? ({ kind: 'not-run' } as const) : ({ kind: 'billed', micros: billed } as const);
          const end = decideResolve({ amount, state: 'held' }, bill);
          if (end.kind !== 'settle' && end.kind !== 'release') throw new Error(end.kind);
          purse = { ...purse, held: purse.held - amount };
          if (end.kind === 'settle') purse = { ...purse, settled: purse.settled + end.settled };
          expect(purse.held + purse.settled).toBeLessThanOrEqual(cap);
          expect(leftOf(purse)).toBe(cap - purse.held - purse.settled);
        }
      }),
    );
  });
});

describe('a reservation ends', () => {
  const held = { amount: 80n, state: 'held' } as const;

  it('by a settle that gives back what was not billed', () => {
    expect(decideResolve(held, { kind: 'billed', micros: 30n })).toEqual({
      kind: 'settle',
      settled: 30n,
      overage: 0n,
      returned: 50n,
    });
  });

  it('by a settle of what was quoted where the provider tells no price', () => {
    expect(decideResolve(held, { kind: 'as-quoted' })).toMatchObject({ settled: 80n, overage: 0n, returned: 0n });
  });

  it('by a settle at zero where it ran for nothing, and by a release where it did not run', () => {
    expect(decideResolve(held, { kind: 'free' })).toMatchObject({ kind: 'settle', settled: 0n, returned: 80n });
    expect(decideResolve(held, { kind: 'not-run' })).toEqual({ kind: 'release', returned: 80n });
    expect(decideResolve({ amount: 0n, state: 'held' }, { kind: 'free' })).toMatchObject({
      kind: 'settle',
      settled: 0n,
    });
  });

  it('with an overage where the bill is above it', () => {
    expect(decideResolve(held, { kind: 'billed', micros: 100n })).toEqual({
      kind: 'settle',
      settled: 80n,
      overage: 20n,
      returned: 0n,
    });
  });

  it('not while the bill is unknown', () => {
    expect(decideResolve(held, { kind: 'unknown' })).toEqual({ kind: 'hold' });
  });

  it.each(['settled', 'released'] as const)('once: %s stays so', (state) => {
    expect(decideResolve({ amount: 80n, state }, { kind: 'billed', micros: 1n })).toEqual({ kind: 'already', state });
  });

  it('with every micro of the bill and of the reservation accounted for', () => {
    fc.assert(
      fc.property(micros, micros, (amount, billed) => {
        const end = decideResolve({ amount, state: 'held' }, { kind: 'billed', micros: billed });

        if (end.kind !== 'settle') throw new Error(end.kind);
        expect(end.settled + end.overage).toBe(billed);
        expect(end.settled + end.returned).toBe(amount);
        expect(end.overage === 0n || end.returned === 0n).toBe(true);
      }),
    );
  });

  it('not by a negative bill', () => {
    expect(() => decideResolve(held, { kind: 'billed', micros: -1n })).toThrow(RangeError);
  });
});
