import { afterEach, describe, expect, it } from 'vitest';
import { attemptId, personId } from '../../../src/core/ids.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { claimed, GENERATION, ready, release } from './moves.ts';
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

const kinds = (outcomes: readonly { readonly kind: string }[]) => Object.groupBy(outcomes, ({ kind }) => kind);

describe('money for takes', () => {
  it('goes to exactly as many of 64 racers as fit', async () => {
    const place = await newPlace(stage());
    const requests = await Promise.all(times(64).map(() => openRequest(stage(), place, [newTake(800_000n)])));

    const outcomes = await Promise.all(
      requests.map((request) => reserve(stage(), place, request, { cap: 20_000_000n })),
    );

    const { reserved, exceeded } = kinds(outcomes);
    expect([reserved?.length, exceeded?.length]).toEqual([25, 39]);
    const rows = await stage().budgets.loadRows(scopesOf(place, 0n));
    expect(rows.map(({ held }) => held)).toEqual(rows.map(() => 20_000_000n));
  });

  it('fits into every scope or into none, and the tightest is named', async () => {
    const place = await newPlace(stage());
    const scopes = scopesOf(place, 1_000n).map((scope) =>
      scope.scope.startsWith('fuse/') ? { ...scope, cap: 99n } : scope,
    );
    const request = await openRequest(stage(), place, [newTake(100n)]);

    const outcome = await reserve(stage(), place, request, { scopes });

    expect(outcome).toEqual({
      kind: 'exceeded',
      scope: `fuse/${place.workspace}`,
      period: PERIOD,
      cap: 99n,
      left: 99n,
    });
    const rows = await stage().budgets.loadRows(scopes);
    expect(rows.map(({ held }) => held)).toEqual([0n, 0n, 0n, 0n]);
  });

  it('is held once however many processes work on the same request', async () => {
    const place = await newPlace(stage());
    const request = await openRequest(stage(), place, [newTake(5n)]);

    const outcomes = await Promise.all(times(32).map(() => reserve(stage(), place, request)));

    const { reserved, already } = kinds(outcomes);
    expect([reserved?.length, already?.length]).toEqual([1, 31]);
    expect(already?.[0]).toEqual({ kind: 'already', state: 'running' });
  });

  it('is held for all takes of a request or for none', async () => {
    const place = await newPlace(stage());
    const takes = [newTake(40n), newTake(40n), newTake(40n)];
    const request = await openRequest(stage(), place, takes);

    const tooMuch = await reserve(stage(), place, request, { cap: 100n });
    const enough = await reserve(stage(), place, request, {
      cap: 100n,
      scopes: scopesOf(place, 120n).map((scope) => ({
        ...scope,
        period: '2026-12',
      })),
    });

    expect(tooMuch).toMatchObject({ kind: 'exceeded', left: 100n });
    expect(enough).toMatchObject({ kind: 'reserved', takes: takes.map(({ id }) => id), first: 1 });
    const view = await stage().show.loadShot(place.workspace, { id: request.plan.shot.id });
    expect(view?.takes.map(({ number, state }) => [number, state])).toEqual([
      [1, 'queued'],
      [2, 'queued'],
      [3, 'queued'],
    ]);
  });

  it('is not asked for by a take that costs nothing, which still leaves its trail', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 0n, { cap: 0n });

    await ready(stage(), take, 0n);

    const trail = await stage().db.ledger.findMany({ where: { reservationId: take }, orderBy: { id: 'asc' } });
    expect(trail.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['reserve', 0n],
      ['settle', 0n],
    ]);
  });

  it('is never held without a budget', async () => {
    const place = await newPlace(stage());
    const request = await openRequest(stage(), place, [newTake(1n)]);

    await expect(reserve(stage(), place, request, { scopes: [] })).rejects.toThrow('nothing is spent');
  });

  it('is released to others when a take is canceled', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 100n, { cap: 100n });
    expect(await release(stage(), take)).toBe('resolved');

    const next = await reserve(stage(), place, await openRequest(stage(), place, [newTake(100n)]), { cap: 100n });

    expect(next.kind).toBe('reserved');
  });
});

describe('the pace of a person', () => {
  it('lets exactly three of many racing requests run at once', async () => {
    const place = await newPlace(stage());
    const requests = await Promise.all(times(24).map(() => openRequest(stage(), place, [newTake(1n)])));

    const outcomes = await Promise.all(
      requests.map((request) => reserve(stage(), place, request, { pace: { live: 3, hour: 10 } })),
    );

    const { reserved, pace } = kinds(outcomes);
    expect([reserved?.length, pace?.length]).toEqual([3, 21]);
    expect(pace?.[0]).toEqual({ kind: 'pace', live: 3, hour: 3 });
  });

  it('counts what ended within the hour, and not what began before it', async () => {
    const place = await newPlace(stage());
    for (const _ of times(2)) await release(stage(), await queuedTake(stage(), place, 1n));
    const pace = { live: 3, hour: 2 };
    const later = new Date(NOW.getTime() + 3_600_001);

    const now = await reserve(stage(), place, await openRequest(stage(), place, [newTake(1n)]), { pace });
    const inAnHour = await reserve(stage(), place, await openRequest(stage(), place, [newTake(1n)]), {
      pace,
      now: later,
    });

    expect(now).toEqual({ kind: 'pace', live: 0, hour: 2 });
    expect(inAnHour.kind).toBe('reserved');
  });

  it('is not used up by takes that cost nothing, nor by other people', async () => {
    const place = await newPlace(stage());
    const pace = { live: 1, hour: 1 };
    await queuedTake(stage(), place, 0n, { pace });
    await queuedTake(stage(), { ...place, person: personId('Q') }, 1n, { pace });

    expect(await reserve(stage(), place, await openRequest(stage(), place, [newTake(1n)]), { pace })).toMatchObject({
      kind: 'reserved',
    });
  });
});

describe('the kill switch', () => {
  it('stops paid requests, and lets free ones through', async () => {
    const place = await newPlace(stage());
    const [paid, free] = [
      await openRequest(stage(), place, [newTake(1n)]),
      await openRequest(stage(), place, [newTake(0n)]),
    ];

    await stage().budgets.stopSpending('ops', NOW);
    const outcomes = [await reserve(stage(), place, paid), await reserve(stage(), place, free)];
    expect(await stage().budgets.spendingStopped()).toEqual({ by: 'ops', at: NOW });
    await stage().budgets.resumeSpending();

    expect(outcomes.map(({ kind }) => kind)).toEqual(['stopped', 'reserved']);
    expect(await reserve(stage(), place, paid)).toMatchObject({ kind: 'reserved' });
    expect(await stage().budgets.spendingStopped()).toBeNull();
  });

  it('thrown between reserving and submitting leaves the take queued and unsent', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 1n);
    const claim = { take, attempt: attemptId('unsent'), request: GENERATION, deadline: NOW, now: NOW };

    await stage().budgets.stopSpending('ops', NOW);
    const outcome = await stage().takes.claim(claim);
    await stage().budgets.resumeSpending();

    expect(outcome).toBe('stopped');
    expect(await stage().takes.load(take)).toMatchObject({ state: 'queued', attempt: null });
    expect(await claimed(stage(), take)).toEqual(expect.any(String));
  });

  it('of one workspace stops what it reserved before', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 1n);
    await stage().db.workspace.update({ where: { id: place.workspace }, data: { stoppedAt: NOW } });

    const claim = { take, attempt: attemptId('stopped'), request: GENERATION, deadline: NOW, now: NOW };

    expect(await stage().takes.claim(claim)).toBe('stopped');
  });

  it('of one workspace stops that workspace', async () => {
    const [stopped, other] = [await newPlace(stage()), await newPlace(stage())];
    await stage().db.workspace.update({ where: { id: stopped.workspace }, data: { stoppedAt: NOW } });

    const outcomes = await Promise.all(
      [stopped, other].map(async (place) => reserve(stage(), place, await openRequest(stage(), place, [newTake(1n)]))),
    );

    expect(outcomes.map(({ kind }) => kind)).toEqual(['stopped', 'reserved']);
  });
});
