import { describe, expect, it } from 'vitest';
import { personId, requestId } from '../../../src/core/ids.ts';
import type { Request } from '../../../src/core/ports/request-store.ts';
import { fresh, later, NOW, newPlace, newTake, openRequest, type Place, reserve, times, withStage } from './stage.ts';

const stage = withStage();

describe('a request', () => {
  it('of one act is opened once, and comes back as what it became', async () => {
    const place = await newPlace(stage());
    const first = await openRequest(stage(), place, [newTake(5n)]);
    await stage().requests.move(first.id, { from: ['read'], to: 'confirm', expiresAt: later(900_000) });

    const { state: _, expiresAt: __, refusal: ___, ...opening } = first;
    const again = await Promise.all(
      times(6).map(() => stage().requests.open({ ...opening, id: requestId(fresh('request')) })),
    );

    for (const request of again) expect(request).toEqual({ ...first, state: 'confirm', expiresAt: later(900_000) });
  });

  it('is loaded with its plan and its money, in its own workspace', async () => {
    const place = await newPlace(stage());
    const request = await openRequest(stage(), place, [newTake(90_071_992_547_409_930n)]);

    expect(await stage().requests.load(place.workspace, request.id)).toEqual(request);
    expect(request.plan.takes[0]?.estimate).toBe(90_071_992_547_409_930n);
    expect(await stage().requests.load((await newPlace(stage())).workspace, request.id)).toBeNull();
  });

  it('moves from the states that were named, by one of many clicks', async () => {
    const place = await newPlace(stage());
    const { id } = await openRequest(stage(), place, [newTake(5n)]);

    const moved = await Promise.all(
      times(8).map(() => stage().requests.move(id, { from: ['read'], to: 'refused', refusal: { kind: 'pace' } })),
    );

    expect(moved.filter(Boolean)).toHaveLength(1);
    expect(await stage().requests.load(place.workspace, id)).toMatchObject({
      state: 'refused',
      refusal: { kind: 'pace' },
    });
  });

  it('keeps when it ends unless a move says otherwise', async () => {
    const place = await newPlace(stage());
    const { id } = await openRequest(stage(), place, [newTake(5n)]);
    const load = () => stage().requests.load(place.workspace, id);

    await stage().requests.move(id, { from: ['read'], to: 'confirm', expiresAt: later(5) });
    await stage().requests.move(id, { from: ['confirm'], to: 'owner', decidedBy: personId('owner') });
    expect(await load()).toMatchObject({ state: 'owner', expiresAt: later(5) });
    await stage().requests.move(id, { from: ['owner'], to: 'declined', expiresAt: null });

    expect(await load()).toMatchObject({ state: 'declined', expiresAt: null });
  });

  it('that waits runs out, unless it was answered', async () => {
    const place = await newPlace(stage());
    const [waits, answered, young] = await Promise.all(times(3).map(() => openRequest(stage(), place, [newTake(5n)])));
    if (waits === undefined || answered === undefined || young === undefined) throw new Error('three requests');
    for (const { id } of [waits, answered])
      await stage().requests.move(id, { from: ['read'], to: 'confirm', expiresAt: later(5) });
    await stage().requests.move(young.id, { from: ['read'], to: 'owner', expiresAt: later(6) });
    await reserve(stage(), place, answered);

    const expired = await Promise.all(times(4).map(() => stage().due.expireRequests(later(5))));

    expect(expired.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await reserve(stage(), place, waits)).toEqual({ kind: 'already', state: 'expired' });
    expect(await stage().requests.load(place.workspace, young.id)).toMatchObject({ state: 'owner' });
  });
});

describe('the same brief a second time', () => {
  const again = (place: Place, request: Request, since = NOW) =>
    stage().requests.askedSince({ ...request, person: place.person }, since);

  it('is found when the first one runs or waits', async () => {
    const place = await newPlace(stage());
    const [first, second] = [
      await openRequest(stage(), place, [newTake(0n)]),
      await openRequest(stage(), place, [newTake(0n)]),
    ];
    await reserve(stage(), place, first);

    expect(await again(place, second)).toBe(true);
    expect(await again(place, second, later(1))).toBe(false);
    expect(await again({ ...place, person: personId('Q') }, second)).toBe(false);
    expect(await again(place, { ...second, brief: { ...second.brief, scene: 'other' } })).toBe(false);
  });

  it('is not found when the first one was refused', async () => {
    const place = await newPlace(stage());
    const [first, second] = [
      await openRequest(stage(), place, [newTake(0n)]),
      await openRequest(stage(), place, [newTake(0n)]),
    ];
    await stage().requests.move(first.id, { from: ['read'], to: 'refused' });

    expect(await again(place, second)).toBe(false);
  });

  it('is found by one of two that are read at the same moment', async () => {
    const place = await newPlace(stage());
    const both = [await openRequest(stage(), place, [newTake(0n)]), await openRequest(stage(), place, [newTake(0n)])];

    const found = await Promise.all(both.map((request) => again(place, request)));

    expect(found.toSorted()).toEqual([false, true]);
  });
});
