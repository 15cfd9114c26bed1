import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { attemptId, personId, type TakeId } from '../../../src/core/ids.ts';
import { type Micros, minMicros } from '../../../src/core/money/micros.ts';
import type { BudgetRow } from '../../../src/core/ports/budget-store.ts';
import { checkInvariants } from '../../support/invariants.ts';
import {
  fresh,
  GENERATION,
  NOW,
  newPlace,
  newTake,
  openRequest,
  PERIOD,
  type Place,
  queuedTake,
  queuedTakes,
  ready,
  release,
  rendering,
  reserve,
  scopesOf,
  times,
  withStage,
} from './stage.ts';

const stage = withStage();
afterEach(async () => expect(await checkInvariants(stage().url)).toEqual([]));

const rowOf = async (place: Place): Promise<BudgetRow> => {
  const [row] = await stage().budgets.loadRows([{ scope: `ws/${place.workspace}`, period: PERIOD, cap: 0n }]);
  if (row === undefined) throw new Error('no row');
  return row;
};

const settle = (take: TakeId, actual: Micros) =>
  stage().takes.resolve(take, {
    from: ['rendering'],
    to: 'failed',
    patch: { nextAt: null, failure: 'provider_failed' },
    money: { kind: 'settle', actual },
    actor: null,
    now: NOW,
  });

const ledgerOf = async (take: TakeId) =>
  (await stage().db.ledger.findMany({ where: { reservationId: take }, orderBy: { id: 'asc' } })).map(
    ({ kind, amount }) => `${kind} ${amount}`,
  );

describe('a reservation', () => {
  it('is settled once, however many answers race', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 100n);
    await rendering(stage(), take);

    const outcomes = await Promise.all(times(16).map((i) => settle(take, BigInt(60 + i))));

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
        settle(take, 40n),
        release(stage(), take),
        settle(take, 40n),
        release(stage(), take),
      ]);

      expect(outcomes.toSorted()).toEqual(['lost', 'lost', 'lost', 'resolved']);
    }
  });

  it('settled below its amount gives the rest back', async () => {
    const place = await newPlace(stage());
    await ready(stage(), await queuedTake(stage(), place, 100n), 30n);

    expect(await rowOf(place)).toMatchObject({ held: 0n, settled: 30n, overage: 0n, frozen: false });
  });

  it('settled at zero and released are two different acts', async () => {
    const place = await newPlace(stage());
    const [settled, released] = [await queuedTake(stage(), place, 5n), await queuedTake(stage(), place, 5n)];
    await rendering(stage(), settled);
    await settle(settled, 0n);
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

    expect(await rowOf(place)).toMatchObject({ settled: 0n });
    const [october] = await stage().budgets.loadRows([{ scope: `ws/${place.workspace}`, period: '2026-10', cap: 0n }]);
    expect(october).toMatchObject({ settled: 10n, cap: 100n });
  });
});

describe('a bill above its reservation', () => {
  it('is an overage that freezes the scopes for paid takes, and for no others', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 100n);
    await rendering(stage(), take);

    expect(await settle(take, 150n)).toBe('overage');

    expect(await ledgerOf(take)).toEqual(['reserve 100', 'settle 100', 'overage 50']);
    expect(await rowOf(place)).toMatchObject({ held: 0n, settled: 100n, overage: 50n, frozen: true });
    const paid = await reserve(stage(), place, await openRequest(stage(), place, [newTake(1n)]));
    const free = await reserve(stage(), place, await openRequest(stage(), place, [newTake(0n)]));
    expect([paid.kind, free.kind]).toEqual(['frozen', 'reserved']);
  });

  it('for a take that was free counts in full', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 0n);
    await rendering(stage(), take);

    expect(await settle(take, 7n)).toBe('overage');
    expect(await rowOf(place)).toMatchObject({ settled: 0n, overage: 7n, frozen: true });
  });

  it('is thawed by an owner who sets a cap that covers it', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 100n);
    await rendering(stage(), take);
    await settle(take, 150n);

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

describe('a grant', () => {
  const OWNER = personId('owner');

  it('covers what is missing of one request, and nobody else', async () => {
    const place = await newPlace(stage());
    const terms = { cap: 100n, grant: true, actor: OWNER };

    await queuedTakes(stage(), place, [90n, 60n], terms);
    const next = await reserve(stage(), place, await openRequest(stage(), place, [newTake(1n)]), { cap: 100n });

    expect(next).toMatchObject({ kind: 'exceeded', left: 0n });
    expect(await rowOf(place)).toMatchObject({ granted: 50n, held: 150n });
    const grants = await stage().db.ledger.findMany({ where: { workspaceId: place.workspace, kind: 'grant' } });
    expect(grants.map(({ amount, actor }) => [amount, actor])).toEqual(times(4).map(() => [50n, OWNER]));
  });

  it.each([
    ['the take that carries it', 0],
    ['another take', 1],
  ])('goes as far as the request is not used, though it is %s that is canceled', async (_, canceled) => {
    const place = await newPlace(stage());
    const takes = await queuedTakes(stage(), place, [60n, 60n], { cap: 100n, grant: true, actor: OWNER });
    const [gone, kept] = [takes[canceled], takes[1 - canceled]];
    if (gone === undefined || kept === undefined) throw new Error('two takes');

    await release(stage(), gone.id);
    expect(await rowOf(place)).toMatchObject({ granted: 0n, held: 60n });
    await ready(stage(), kept.id, 60n);

    expect(await rowOf(place)).toMatchObject({ granted: 0n, settled: 60n, held: 0n });
    const next = await reserve(stage(), place, await openRequest(stage(), place, [newTake(41n)]), { cap: 100n });
    expect(next).toMatchObject({ kind: 'exceeded', left: 40n });
  });

  it('goes as well when the take that used it ended before the other was canceled', async () => {
    const place = await newPlace(stage());
    const [used, unused] = await queuedTakes(stage(), place, [90n, 60n], { cap: 100n, grant: true, actor: OWNER });
    if (used === undefined || unused === undefined) throw new Error('two takes');

    await ready(stage(), used.id, 90n);
    expect(await rowOf(place)).toMatchObject({ granted: 50n, settled: 90n, held: 60n });
    await release(stage(), unused.id);

    expect(await rowOf(place)).toMatchObject({ granted: 0n, settled: 90n, held: 0n });
  });

  it('that takes of one request give back at the same time is given back once', async () => {
    const place = await newPlace(stage());
    const takes = await queuedTakes(
      stage(),
      place,
      times(8).map(() => 20n),
      { cap: 100n, grant: true, actor: OWNER },
    );

    await Promise.all(takes.map(({ id }) => release(stage(), id)));

    expect(await rowOf(place)).toMatchObject({ granted: 0n, held: 0n });
  });

  it('of a take that was canceled is gone whole', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 150n, { cap: 100n, grant: true, actor: OWNER });

    await release(stage(), take);

    expect(await rowOf(place)).toMatchObject({ granted: 0n, held: 0n });
    expect(await reserve(stage(), place, await openRequest(stage(), place, [newTake(101n)]))).toMatchObject({
      kind: 'exceeded',
      left: 100n,
    });
  });

  it('adds nothing where all fits', async () => {
    const place = await newPlace(stage());
    await queuedTake(stage(), place, 50n, { cap: 100n, grant: true, actor: OWNER });

    expect(await rowOf(place)).toMatchObject({ granted: 0n, held: 50n });
  });
});

describe('a cap', () => {
  const setCap = (place: Place, cap: Micros) =>
    stage().budgets.setCap({
      workspace: place.workspace,
      scope: `ws/${place.workspace}`,
      period: PERIOD,
      cap,
      actor: place.person,
      now: NOW,
    });

  it('lowered below what is committed freezes the scope and says so in the ledger', async () => {
    const place = await newPlace(stage());
    await queuedTake(stage(), place, 80n, { cap: 100n });

    expect(await setCap(place, 50n)).toBe('frozen');

    expect(await rowOf(place)).toMatchObject({ cap: 50n, frozen: true });
    const entries = await stage().db.ledger.findMany({ where: { workspaceId: place.workspace, reservationId: null } });
    expect(entries).toMatchObject([{ kind: 'overage', amount: 0n, note: 'cap 100 to 50', actor: place.person }]);
    expect(await setCap(place, 80n)).toBe('set');
    expect(await rowOf(place)).toMatchObject({ cap: 80n, frozen: false });
  });

  it('is the rule of periods that have not begun', async () => {
    const place = await newPlace(stage());
    await setCap(place, 77n);

    const rules = await stage().budgets.loadRules([`ws/${place.workspace}`, 'ws/nobody']);

    expect(rules).toEqual(new Map([[`ws/${place.workspace}`, 77n]]));
  });

  it('is told of at each level once', async () => {
    const place = await newPlace(stage());
    await queuedTake(stage(), place, 80n, { cap: 100n });
    const claim = (level: number) => stage().budgets.claimNotice(`ws/${place.workspace}`, PERIOD, level);

    const first = await Promise.all(times(8).map(() => claim(80)));

    expect(first.filter(Boolean)).toHaveLength(1);
    expect([await claim(100), await claim(80), await claim(100)]).toEqual([true, false, false]);
  });

  it('lowered while many reserve never lets more through than one of the two caps allows', async () => {
    const place = await newPlace(stage());
    const requests = await Promise.all(times(24).map(() => openRequest(stage(), place, [newTake(10n)])));

    const racing = requests.map((request) => reserve(stage(), place, request, { cap: 150n }));
    const [lowered] = await Promise.all([setCap(place, 70n), ...racing]);

    const row = await rowOf(place);
    expect(row.held <= 70n || (row.frozen && lowered === 'frozen' && row.held <= 150n)).toBe(true);
  });
});

describe('the law of money', () => {
  const money = fc.bigInt({ min: 0n, max: 60n });
  const step = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('reserve'),
        amounts: fc.array(money, { minLength: 1, maxLength: 3 }),
        grant: fc.boolean(),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('settle'), which: fc.nat(), actual: fc.bigInt({ min: 0n, max: 90n }) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('release'), which: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('cap'), cap: fc.bigInt({ min: 0n, max: 250n }) }) },
  );

  it('holds after any acts in any order at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
        const place = await newPlace(stage());
        const known: TakeId[] = [];
        await Promise.all(steps.map((each) => act(place, known, each)));

        expect(await checkInvariants(stage().url)).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  it('is what a plain account says when one acts after the other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(money, fc.option(fc.bigInt({ min: 0n, max: 60n }), { nil: null })), { maxLength: 12 }),
        async (orders) => {
          const place = await newPlace(stage());
          const account = { held: 0n, settled: 0n };
          for (const [amount, bill] of orders) {
            const take = newTake(amount);
            const outcome = await reserve(stage(), place, await openRequest(stage(), place, [take]), { cap: 150n });

            expect(outcome.kind).toBe(
              account.held + account.settled + amount <= 150n || amount === 0n ? 'reserved' : 'exceeded',
            );
            if (outcome.kind !== 'reserved') continue;
            if (bill === null) account.held += amount;
            else {
              const actual = minMicros(bill, amount);
              await rendering(stage(), take.id);
              await settle(take.id, actual);
              account.settled += actual;
            }
          }
          expect(await rowOf(place)).toMatchObject(account);
        },
      ),
      { numRuns: 10 },
    );
  });

  async function act(
    place: Place,
    known: TakeId[],
    each: { kind: string; amounts?: bigint[]; grant?: boolean; which?: number; actual?: bigint; cap?: bigint },
  ) {
    const { budgets } = stage();
    if (each.kind === 'reserve') {
      const takes = (each.amounts ?? []).map(newTake);
      known.push(...takes.map(({ id }) => id));
      await reserve(stage(), place, await openRequest(stage(), place, takes), {
        cap: 150n,
        grant: each.grant ?? false,
      });
    } else if (each.kind === 'cap') {
      const scope = `ws/${place.workspace}`;
      await budgets.setCap({
        workspace: place.workspace,
        scope,
        period: PERIOD,
        cap: each.cap ?? 0n,
        actor: place.person,
        now: NOW,
      });
    } else {
      const take = known[(each.which ?? 0) % Math.max(known.length, 1)];
      if (take === undefined || (await stage().takes.load(take))?.state !== 'queued') return;
      if (each.kind === 'release') await release(stage(), take);
      else await payFor(take, each.actual ?? 0n);
    }
  }

  /** Another act may have ended the take meanwhile: then there is nothing to pay for. */
  async function payFor(take: TakeId, actual: bigint) {
    const { takes } = stage();
    const attempt = attemptId(fresh('attempt'));
    if ((await takes.claim({ take, attempt, request: GENERATION, deadline: NOW, now: NOW })) !== 'claimed') return;
    await takes.accept(take, attempt, { jobId: fresh('job'), nextAt: NOW, now: NOW });
    await settle(take, actual);
  }
});
