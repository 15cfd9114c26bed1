import type { PersonId } from '../ids.ts';
import type { Studio } from '../studio/studio.ts';
import { isCancelable } from '../take/state.ts';
import type { Take } from '../take/take.ts';
import { endTake, moneyOf } from './end-take.ts';
import { jobOf, pollTake } from './poll-take.ts';

/** Asks for a cancel. It is a wish: what already runs at a provider may be billed, and then it is settled as billed. */
export async function requestCancel(studio: Studio, take: Take, by: PersonId): Promise<boolean> {
  if (!isCancelable(take.state)) return false;
  const moved = await studio.takes.advance(take.id, {
    from: [take.state],
    to: take.state,
    patch: { cancelBy: by },
    now: studio.clock.now(),
  });
  if (moved) await studio.queue.wake({ kind: 'advance', takeId: take.id });
  return moved;
}

/** Nothing was sent yet: nothing can be billed. */
export async function cancelWaiting(studio: Studio, take: Take): Promise<void> {
  await endTake(studio, take, {
    failure: 'canceled',
    detail: 'canceled before it was sent',
    money: { kind: 'release' },
  });
}

export async function cancelRendering(studio: Studio, take: Take): Promise<void> {
  const found = jobOf(studio, take);
  if (found === null) return pollTake(studio, take);
  const outcome = await found.provider.cancel(found.job);
  const money = outcome.kind === 'canceled' ? moneyOf(outcome.billing, take) : null;
  if (money !== null)
    return endTake(studio, take, { failure: 'canceled', detail: 'canceled while it rendered', money });
  // Too late, not offered, or nobody knows the bill: it goes on, and the provider's answer decides.
  await studio.takes.advance(take.id, {
    from: ['rendering'],
    to: 'rendering',
    patch: { cancelBy: null, detail: 'it could not be canceled any more' },
    now: studio.clock.now(),
  });
  return pollTake(studio, take);
}
