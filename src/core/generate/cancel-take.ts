import { notCanceledNote } from '../card/notes.ts';
import { outboxId, type PersonId } from '../ids.ts';
import { ringTake } from '../studio/ring.ts';
import type { Studio } from '../studio/studio.ts';
import { isCancelable } from '../take/state.ts';
import type { Take } from '../take/take.ts';
import { endTake, moneyOf } from './end-take.ts';
import { jobOf } from './job-of.ts';
import { pollTake } from './poll-take.ts';

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
  const by = take.cancelBy;
  const outcome = await found.provider.cancel(found.job);
  const money = outcome.kind === 'canceled' ? moneyOf(outcome.billing, take) : null;
  if (money !== null)
    return endTake(studio, take, { failure: 'canceled', detail: 'canceled while it rendered', money });
  // Too late, not offered, or nobody knows the bill: it goes on, and the provider's answer decides.
  const now = studio.clock.now();
  const patch = { cancelBy: null, detail: 'it could not be canceled any more' };
  const moved = await studio.takes.advance(take.id, { from: ['rendering'], to: 'rendering', patch, now });
  if (moved && by !== null) {
    const place = { platform: take.platform, workspace: take.workspace, channel: take.channel, thread: null };
    const id = outboxId(`not-canceled-${take.id}-${now.getTime()}`);
    const card = notCanceledNote(take, outcome.kind === 'canceled' ? 'bill-unknown' : outcome.kind);
    await studio.outbox.write({ id, place, person: by, card, takeId: take.id, now });
    await studio.queue.wake({ kind: 'send', outboxId: id });
    await ringTake(studio, take, 'card');
  }
  return pollTake(studio, take);
}
