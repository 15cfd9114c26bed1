import { afterEach, describe, expect, it } from 'vitest';
import { personId } from '../../../src/core/ids.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { approved, OPEN, save, shotWith, stateOf } from './polls.ts';
import { later, NOW, withStage } from './stage.ts';

const stage = withStage();
afterEach(async () => expect(await checkInvariants(stage().url)).toEqual([]));

describe('an approval that is final', () => {
  it('makes the take the pick and supersedes its undecided siblings', async () => {
    const { place, takes } = await shotWith(stage(), 4);
    const [pick, open, split, rejected] = takes;
    if (pick === undefined || open === undefined || split === undefined || rejected === undefined)
      throw new Error('four takes');
    await save(stage(), split, { ...OPEN, state: 'split', since: NOW });
    await save(stage(), rejected, { ...OPEN, state: 'rejected', since: NOW });

    expect(await save(stage(), pick, approved(later(1)))).toBe('picked');

    expect(await Promise.all(takes.map((take) => stateOf(stage(), take)))).toEqual([
      'approved',
      'superseded',
      'superseded',
      'rejected',
    ]);
    expect(await stage().show.loadTake(place.workspace, split)).toMatchObject({
      decision: { state: 'superseded', since: null, finalAt: NOW },
    });
    const { shotId } = await stage().db.take.findUniqueOrThrow({ where: { id: pick } });
    expect(await stage().db.shot.findUniqueOrThrow({ where: { id: shotId } })).toMatchObject({ pickTakeId: pick });
  });

  it('makes counts of its siblings that were under way stale', async () => {
    const {
      takes: [pick = '' as never, sibling = '' as never],
    } = await shotWith(stage(), 2);
    const before = await stage().votes.loadPoll(sibling);
    await save(stage(), pick, approved(later(1)));

    expect(await save(stage(), sibling, approved(), { rev: before?.rev ?? -1 })).toBe('stale');
  });

  it('of two siblings at the same moment leaves one pick', async () => {
    const { takes } = await shotWith(stage(), 6);

    await Promise.all(takes.map((take) => save(stage(), take, approved(later(1)))));

    const states = await Promise.all(takes.map(async (take) => [take, await stateOf(stage(), take)] as const));
    const { shotId } = await stage().db.take.findUniqueOrThrow({ where: { id: takes[0] ?? '' } });
    const { pickTakeId } = await stage().db.shot.findUniqueOrThrow({ where: { id: shotId } });
    expect(states.filter(([, state]) => state === 'approved' || state === 'superseded')).toHaveLength(6);
    expect(states.filter(([take]) => take === pickTakeId)).toEqual([[pickTakeId, 'approved']]);
  });

  it('that is taken back leaves the shot without a pick', async () => {
    const {
      takes: [take = '' as never],
    } = await shotWith(stage(), 1);
    await save(stage(), take, approved(later(1)));

    expect(await save(stage(), take, OPEN, { actor: personId('owner') })).toBe('saved');

    const { shotId } = await stage().db.take.findUniqueOrThrow({ where: { id: take } });
    expect(await stage().db.shot.findUniqueOrThrow({ where: { id: shotId } })).toMatchObject({ pickTakeId: null });
  });
});
