import type { TakeId } from '../../../src/core/ids.ts';
import type { Poll, VoteStore } from '../../../src/core/ports/vote-store.ts';
import { ready } from './moves.ts';
import { NOW, newPlace, newShot, type Place, queuedTakes, type Stores, times } from './stage.ts';

export const OPEN = { state: 'open', since: null, finalAt: null, selfApproved: false } as const;

export const approved = (finalAt: Date | null = null) =>
  ({ state: 'approved', since: NOW, finalAt, selfApproved: false }) as const;

/** A shot with so many takes that are ready to be voted on. */
export async function shotWith(
  stores: Stores,
  count: number,
): Promise<{ readonly place: Place; readonly takes: readonly TakeId[] }> {
  const place = await newPlace(stores);
  const takes = await queuedTakes(
    stores,
    place,
    times(count).map(() => 1n),
    { shot: newShot() },
  );
  for (const { id } of takes) await ready(stores, id, 1n);
  return { place, takes: takes.map(({ id }) => id) };
}

export async function save(
  { votes }: Stores,
  take: TakeId,
  decision: Poll['decision'],
  more: Partial<Parameters<VoteStore['save']>[0]> = {},
) {
  const poll = await votes.loadPoll(take);
  return votes.save({
    take,
    rev: poll?.rev ?? -1,
    ballots: [],
    decision,
    disposition: null,
    actor: null,
    now: NOW,
    ...more,
  });
}

export const stateOf = async ({ votes }: Stores, take: TakeId) => (await votes.loadPoll(take))?.decision.state;
