import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { attemptId, type TakeId } from '../../../src/core/ids.ts';
import { minMicros } from '../../../src/core/money/micros.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { GENERATION, release, rendering, rowOf, settle } from './moves.ts';
import { fresh, NOW, newPlace, newTake, openRequest, PERIOD, type Place, reserve, withStage } from './stage.ts';

const stage = withStage();
afterEach(async () => expect(await checkInvariants(stage().url)).toEqual([]));

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
              await settle(stage(), take.id, actual);
              account.settled += actual;
            }
          }
          expect(await rowOf(stage(), place)).toMatchObject(account);
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
    await settle(stage(), take, actual);
  }
});
