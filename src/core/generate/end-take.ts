import type { PersonId } from '../ids.ts';
import type { Money } from '../ports/take-store.ts';
import type { Billing } from '../ports/video-provider.ts';
import { ringTake } from '../studio/ring.ts';
import type { Studio } from '../studio/studio.ts';
import type { FailureCode } from '../take/failure.ts';
import type { TakeState } from '../take/state.ts';
import type { Take } from '../take/take.ts';

/** Ends a take without a clip, with its money, in one commit; then the card says why. */
export async function endTake(
  studio: Studio,
  take: Take,
  end: {
    readonly failure: FailureCode | 'canceled';
    readonly detail: string;
    readonly money: Money;
    readonly actor?: PersonId;
  },
): Promise<void> {
  const outcome = await studio.takes.resolve(take.id, {
    from: ['queued', 'submitting', 'rendering', 'fetching', 'unknown'],
    to: endOf(end.failure),
    patch: { nextAt: null, detail: end.detail, ...(end.failure === 'canceled' ? {} : { failure: end.failure }) },
    money: end.money,
    actor: end.actor ?? null,
    now: studio.clock.now(),
  });
  if (outcome === 'lost') return;
  if (outcome === 'overage')
    studio.report.error({ takeId: take.id }, 'billed above the reservation: the scopes are frozen');
  await ringTake(studio, take, 'all');
}

function endOf(failure: FailureCode | 'canceled'): TakeState {
  if (failure === 'canceled') return 'canceled';
  return failure === 'moderation_prompt' || failure === 'moderation_output' ? 'refused' : 'failed';
}

/**
 * What a known bill does to the money of a take that gave no clip; null while the bill is not known. A failure that
 * cost nothing releases: settling at zero and releasing are two acts, and only what ran is settled.
 */
export function moneyOf(billing: Billing, take: Take): Money | null {
  switch (billing.kind) {
    case 'free':
      return { kind: 'release' };
    case 'billed':
      return { kind: 'settle', actual: billing.micros };
    case 'as-quoted':
      return { kind: 'settle', actual: take.estimate };
    case 'unknown':
      // What costs nothing has no bill to wait for.
      return take.estimate === 0n ? { kind: 'release' } : null;
  }
}
