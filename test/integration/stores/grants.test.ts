import { afterEach, describe, expect, it } from 'vitest';
import { personId } from '../../../src/core/ids.ts';
import type { Micros } from '../../../src/core/money/micros.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { ready, release, rowOf } from './moves.ts';
import {
  NOW,
  newPlace,
  newTake,
  openRequest,
  PERIOD,
  type Place,
  queuedTake,
  queuedTakes,
  reserve,
  times,
  withStage,
} from './stage.ts';

const stage = withStage();
afterEach(async () => expect(await checkInvariants(stage().url)).toEqual([]));

describe('a grant', () => {
  const OWNER = personId('owner');

  it('covers what is missing of one request, and nobody else', async () => {
    const place = await newPlace(stage());
    const terms = { cap: 100n, grant: true, actor: OWNER };

    await queuedTakes(stage(), place, [90n, 60n], terms);
    const next = await reserve(stage(), place, await openRequest(stage(), place, [newTake(1n)]), { cap: 100n });

    expect(next).toMatchObject({ kind: 'exceeded', left: 0n });
    expect(await rowOf(stage(), place)).toMatchObject({ granted: 50n, held: 150n });
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
    expect(await rowOf(stage(), place)).toMatchObject({ granted: 0n, held: 60n });
    await ready(stage(), kept.id, 60n);

    expect(await rowOf(stage(), place)).toMatchObject({ granted: 0n, settled: 60n, held: 0n });
    const next = await reserve(stage(), place, await openRequest(stage(), place, [newTake(41n)]), { cap: 100n });
    expect(next).toMatchObject({ kind: 'exceeded', left: 40n });
  });

  it('goes as well when the take that used it ended before the other was canceled', async () => {
    const place = await newPlace(stage());
    const [used, unused] = await queuedTakes(stage(), place, [90n, 60n], { cap: 100n, grant: true, actor: OWNER });
    if (used === undefined || unused === undefined) throw new Error('two takes');

    await ready(stage(), used.id, 90n);
    expect(await rowOf(stage(), place)).toMatchObject({ granted: 50n, settled: 90n, held: 60n });
    await release(stage(), unused.id);

    expect(await rowOf(stage(), place)).toMatchObject({ granted: 0n, settled: 90n, held: 0n });
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

    expect(await rowOf(stage(), place)).toMatchObject({ granted: 0n, held: 0n });
  });

  it('of a take that was canceled is gone whole', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 150n, { cap: 100n, grant: true, actor: OWNER });

    await release(stage(), take);

    expect(await rowOf(stage(), place)).toMatchObject({ granted: 0n, held: 0n });
    expect(await reserve(stage(), place, await openRequest(stage(), place, [newTake(101n)]))).toMatchObject({
      kind: 'exceeded',
      left: 100n,
    });
  });

  it('adds nothing where all fits', async () => {
    const place = await newPlace(stage());
    await queuedTake(stage(), place, 50n, { cap: 100n, grant: true, actor: OWNER });

    expect(await rowOf(stage(), place)).toMatchObject({ granted: 0n, held: 50n });
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

    expect(await rowOf(stage(), place)).toMatchObject({ cap: 50n, frozen: true });
    const entries = await stage().db.ledger.findMany({ where: { workspaceId: place.workspace, reservationId: null } });
    expect(entries).toMatchObject([{ kind: 'overage', amount: 0n, note: 'cap 100 to 50', actor: place.person }]);
    expect(await setCap(place, 80n)).toBe('set');
    expect(await rowOf(stage(), place)).toMatchObject({ cap: 80n, frozen: false });
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

    const row = await rowOf(stage(), place);
    expect(row.held <= 70n || (row.frozen && lowered === 'frozen' && row.held <= 150n)).toBe(true);
  });
});
