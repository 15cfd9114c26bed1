import { afterEach, describe, expect, it } from 'vitest';
import { checkInvariants } from '../../support/invariants.ts';
import { newPlace, newShot, newTake, openRequest, queuedTake, reserve, times, withStage } from './stage.ts';

const stage = withStage();
afterEach(async () => expect(await checkInvariants(stage().url)).toEqual([]));

describe('the shot of new takes', () => {
  it('gets the next number of its workspace, however many are made at once', async () => {
    const place = await newPlace(stage());
    const requests = await Promise.all(times(20).map(() => openRequest(stage(), place, [newTake(0n)])));

    const outcomes = await Promise.all(requests.map((request) => reserve(stage(), place, request)));

    const slugs = outcomes.map((outcome) => (outcome.kind === 'reserved' ? outcome.slug : outcome.kind)).sort();
    expect(slugs).toEqual(times(20).map((i) => `PV-${String(i + 1).padStart(4, '0')}`));
  });

  it('is one shot when a slug is asked for twice at the same moment', async () => {
    const place = await newPlace(stage());
    const requests = await Promise.all(
      times(12).map(() => openRequest(stage(), place, [newTake(1n)], newShot('SEQ010_SH0040'))),
    );

    const outcomes = await Promise.all(requests.map((request) => reserve(stage(), place, request)));

    const reserved = outcomes.filter((outcome) => outcome.kind === 'reserved');
    expect(new Set(reserved.map(({ shot }) => shot)).size).toBe(1);
    expect(reserved.map(({ first }) => first).sort((a, b) => a - b)).toEqual(times(12).map((i) => i + 1));
  });

  it('skips a number that the team took for a slug of its own', async () => {
    const place = await newPlace(stage());
    await queuedTake(stage(), place, 0n, { shot: newShot('PV-0002') });

    const outcome = await reserve(stage(), place, await openRequest(stage(), place, [newTake(0n)]));

    expect(outcome).toMatchObject({ slug: 'PV-0003' });
  });

  it('may have the slug of another workspace, and never its takes', async () => {
    const [one, other] = [await newPlace(stage()), await newPlace(stage())];
    const shot = newShot('SH0010');
    await queuedTake(stage(), one, 0n, { shot });
    await queuedTake(stage(), other, 0n, { shot: newShot('SH0010') });
    const intruder = await openRequest(stage(), other, [newTake(0n)], { ...shot, slug: null });

    await expect(reserve(stage(), other, intruder)).rejects.toThrow();
    expect((await stage().show.loadShot(one.workspace, { slug: 'SH0010' }))?.takes).toHaveLength(1);
  });
});
