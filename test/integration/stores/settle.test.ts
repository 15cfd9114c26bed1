import { afterEach, describe, expect, it } from 'vitest';
import type { TakeId } from '../../../src/core/ids.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { ready, release, rendering, rowOf, settle } from './moves.ts';
import {
  NOW,
  newPlace,
  newTake,
  openRequest,
  PERIOD,
  queuedTake,
  reserve,
  scopesOf,
  times,
  withStage,
} from './stage.ts';

const stage = withStage();
afterEach(async () => expect(await checkInvariants(stage().url)).toEqual([]));

const ledgerOf = async (take: TakeId) =>
  (await stage().db.ledger.findMany({ where: { reservationId: take }, orderBy: { id: 'asc' } })).map(
    ({ kind, amount }) => `${kind} ${amount}`,
  );

describe('a reservation', () => {
  it('is settled once, however many answers race', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 100n);
    await rendering(stage(), take);

    const outcomes = await Promise.all(times(16).map((i) => settle(stage(), take, BigInt(60 + i))));

    expect(outcomes.filter((outcome) => outcome === 'resolved')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'lost')).toHaveLength(15);
    expect(await ledgerOf(take)).toHaveLength(2);
  });

  it('is either settled or released when both race', async () => {
    const place = await newPlace(stage());
    for (const _ of times(10)) {
      const take = await queuedTake(stage(), place, 100n);
      await rendering(stage(), take);

      const outcomes = await Promise.all([
        settle(stage(), take, 40n),
        release(stage(), take),
        settle(stage(), take, 40n),
        release(stage(), take),
      ]);

      expect(outcomes.toSorted()).toEqual(['lost', 'lost', 'lost', 'resolved']);
    }
  });

  it('settled below its amount gives the rest back', async () => {
    const place = await newPlace(stage());
    await ready(stage(), await queuedTake(stage(), place, 100n), 30n);

    expect(await rowOf(stage(), place)).toMatchObject({ held: 0n, settled: 30n, overage: 0n, frozen: false });
  });

  it('settled at zero and released are two different acts', async () => {
    const place = await newPlace(stage());
    const [settled, released] = [await queuedTake(stage(), place, 5n), await queuedTake(stage(), place, 5n)];
    await rendering(stage(), settled);
    await settle(stage(), settled, 0n);
    await release(stage(), released);

    expect([await ledgerOf(settled), await ledgerOf(released)]).toEqual([
      ['reserve 5', 'settle 0'],
      ['reserve 5', 'release 5'],
    ]);
  });

  it('is held until its take ends: no other way out of it is offered', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 5n);
    const move = { from: ['queued'], to: 'failed', patch: {}, now: NOW } as const;

    await expect(stage().takes.advance(take, move)).rejects.toThrow('with its money held');
  });

  it('is settled in the period that it was held in', async () => {
    const place = await newPlace(stage());
    const scopes = scopesOf(place, 100n).map((scope) => ({ ...scope, period: '2026-10' }));
    await ready(stage(), await queuedTake(stage(), place, 10n, { scopes }), 10n);

    expect(await rowOf(stage(), place)).toMatchObject({ settled: 0n });
    const [october] = await stage().budgets.loadRows([{ scope: `ws/${place.workspace}`, period: '2026-10', cap: 0n }]);
    expect(october).toMatchObject({ settled: 10n, cap: 100n });
  });
});

describe('a bill above its reservation', () => {
  it('is an overage that freezes the scopes for paid takes, and for no others', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 100n);
    await rendering(stage(), take);

    expect(await settle(stage(), take, 150n)).toBe('overage');

    expect(await ledgerOf(take)).toEqual(['reserve 100', 'settle 100', 'overage 50']);
    expect(await rowOf(stage(), place)).toMatchObject({ held: 0n, settled: 100n, overage: 50n, frozen: true });
    const paid = await reserve(stage(), place, await openRequest(stage(), place, [newTake(1n)]));
    const free = await reserve(stage(), place, await openRequest(stage(), place, [newTake(0n)]));
    expect([paid.kind, free.kind]).toEqual(['frozen', 'reserved']);
  });

  it('for a take that was free counts in full', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 0n);
    await rendering(stage(), take);

    expect(await settle(stage(), take, 7n)).toBe('overage');
    expect(await rowOf(stage(), place)).toMatchObject({ settled: 0n, overage: 7n, frozen: true });
  });

  it('is thawed by an owner who sets a cap that covers it', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 100n);
    await rendering(stage(), take);
    await settle(stage(), take, 150n);

    for (const { scope } of scopesOf(place, 0n)) {
      const change = { workspace: place.workspace, scope, period: PERIOD, cap: 1_000n, actor: place.person, now: NOW };
      expect(await stage().budgets.setCap(change)).toBe('set');
    }

    expect(await reserve(stage(), place, await openRequest(stage(), place, [newTake(850n)]))).toMatchObject({
      kind: 'reserved',
    });
    expect(await reserve(stage(), place, await openRequest(stage(), place, [newTake(1n)]))).toMatchObject({
      kind: 'exceeded',
      left: 0n,
    });
  });
});
