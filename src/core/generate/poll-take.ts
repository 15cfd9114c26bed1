import { TransientError } from '../errors.ts';
import type { JobStatus, VideoProvider } from '../ports/video-provider.ts';
import { ringTake } from '../studio/ring.ts';
import type { Studio } from '../studio/studio.ts';
import { STUCK_AT_PROVIDER, WAITS_AT_PROVIDER } from '../take/state.ts';
import type { Take } from '../take/take.ts';
import { endTake, moneyOf } from './end-take.ts';
import { fetchTake } from './fetch-take.ts';
import { jobOf } from './job-of.ts';
import { backoffMs, isPastLimit, laterBy, pollDelayMs } from './pace.ts';
import { becomeUnknown } from './reconcile-take.ts';

/** A fetch that nobody finished by then is taken up again. */
const FETCH_DEADLINE_MS = 60_000;
/** One "not found" may be a reading that lags behind the write; several in a row are not. */
const FORGOTTEN_TIMES = 3;

/** rendering: asks the provider how it goes. Reading only, so it may be asked at any time. */
export async function pollTake(studio: Studio, take: Take): Promise<void> {
  const found = jobOf(studio, take);
  if (found === null) return becomeUnknown(studio, take, 'the provider or its job is not known here');
  const { provider, job } = found;
  let status: Awaited<ReturnType<VideoProvider['poll']>>;
  try {
    status = await provider.poll(job);
  } catch (error) {
    return pollLater(studio, take, error);
  }
  switch (status.kind) {
    case 'pending':
      return stillRendering(studio, take, status);
    case 'succeeded':
      return beginFetching(studio, take);
    case 'failed':
    case 'canceled': {
      const money = moneyOf(status.billing, take);
      if (money === null) return becomeUnknown(studio, take, 'it failed, and what was billed is not known');
      const failure = status.kind === 'canceled' ? 'canceled' : status.failure;
      return endTake(studio, take, {
        failure,
        detail: status.kind === 'canceled' ? 'canceled at the provider' : status.detail,
        money,
      });
    }
    case 'forgotten':
      return afterForgotten(studio, take);
  }
}

async function stillRendering(
  studio: Studio,
  take: Take,
  status: Extract<JobStatus, { kind: 'pending' }>,
): Promise<void> {
  const now = studio.clock.now();
  if (isPastLimit(sentAtOf(take), now)) return giveUpRendering(studio, take, STUCK_AT_PROVIDER);
  const delayMs = pollDelayMs(status.pollAfterMs, now.getTime() - take.stateAt.getTime(), take.id);
  const detail = status.waiting === true ? WAITS_AT_PROVIDER : '';
  const patch = { progress: status.progress, tries: 0, nextAt: laterBy(now, delayMs), detail };
  const moved = await studio.takes.advance(take.id, { from: ['rendering'], to: 'rendering', patch, now });
  if (!moved) return;
  await ringTake(studio, take, 'card');
  await studio.queue.wake({ kind: 'advance', takeId: take.id }, { delayMs });
}

const sentAtOf = (take: Take): Date => take.attempt?.sentAt ?? take.stateAt;

/** A deadline is no failure: what may be billed is `unknown`, and reconcile still takes a late clip. What costs nothing is over. */
async function giveUpRendering(studio: Studio, take: Take, detail: string): Promise<void> {
  if (take.estimate > 0n) return becomeUnknown(studio, take, detail);
  return endTake(studio, take, { failure: 'provider_failed', detail, money: { kind: 'release' } });
}

async function beginFetching(studio: Studio, take: Take): Promise<void> {
  const now = studio.clock.now();
  const patch = { progress: 1, tries: 0, nextAt: laterBy(now, FETCH_DEADLINE_MS) };
  const moved = await studio.takes.advance(take.id, { from: ['rendering'], to: 'fetching', patch, now });
  const ready = moved ? await studio.takes.load(take.id) : null;
  // At once: a wake-up for it would cost more than the looking.
  if (ready?.state === 'fetching') await fetchTake(studio, ready);
}

/** A renderer that keeps its jobs in memory was restarted. What cost nothing is over; what may be billed is `unknown`. */
async function afterForgotten(studio: Studio, take: Take): Promise<void> {
  const detail = 'the provider does not know the job any more';
  if (take.tries + 1 < FORGOTTEN_TIMES) return pollLater(studio, take, new TransientError('forgotten', detail));
  if (take.estimate === 0n) return endTake(studio, take, { failure: 'lost', detail, money: { kind: 'release' } });
  return becomeUnknown(studio, take, detail);
}

/** "Could not ask" is not "failed": the take stays as it is and is asked again. */
async function pollLater(studio: Studio, take: Take, error: unknown): Promise<void> {
  const tries = take.tries + 1;
  const delayMs = (error instanceof TransientError ? error.retryAfterMs : null) ?? backoffMs(tries, studio.chance);
  studio.report.warn({ takeId: take.id, tries, error }, 'a poll failed and is asked again');
  const now = studio.clock.now();
  if (isPastLimit(sentAtOf(take), now))
    return giveUpRendering(studio, take, 'the provider could not be asked for a day');
  const moved = await studio.takes.advance(take.id, {
    from: ['rendering'],
    to: 'rendering',
    patch: { tries, nextAt: laterBy(now, delayMs) },
    now,
  });
  if (moved) await studio.queue.wake({ kind: 'advance', takeId: take.id }, { delayMs });
}
