import type { TakeId } from '../ids.ts';
import type { Studio } from '../studio/studio.ts';
import { isEnded } from '../take/state.ts';
import { endTake } from './end-take.ts';
import { laterBy } from './pace.ts';

const LOOK_AGAIN_MS = 3_600_000;

/**
 * A step of a take broke every time it was tried. Where nothing was sent it fails and its money is released; where
 * something may have been paid for, it stays as it is with the money held, and is looked at again in an hour.
 */
export async function endAsBug(studio: Studio, id: TakeId, error: unknown): Promise<void> {
  const take = await studio.takes.load(id);
  if (take === null || isEnded(take.state)) return;
  const detail = error instanceof Error ? error.message : 'a bug';
  if (take.state === 'queued' || take.estimate === 0n) {
    return endTake(studio, take, { failure: 'internal', detail, money: { kind: 'release' } });
  }
  const now = studio.clock.now();
  await studio.takes.advance(id, {
    from: [take.state],
    to: take.state,
    patch: { nextAt: laterBy(now, LOOK_AGAIN_MS), detail },
    now,
  });
}
