import { PermanentError, TransientError } from '../errors.ts';
import { attemptId } from '../ids.ts';
import type { GenerationRequest } from '../ports/video-provider.ts';
import { ringTake } from '../studio/ring.ts';
import type { Studio } from '../studio/studio.ts';
import { FAILURE_CODES, type FailureCode } from '../take/failure.ts';
import type { Take } from '../take/take.ts';
import { endTake } from './end-take.ts';
import { backoffMs, laterBy, pollDelayMs } from './pace.ts';
import { becomeUnknown } from './reconcile-take.ts';

/** After so long without an answer the process that made the call is taken for dead. A free call is cheap to ask about. */
const SUBMIT_DEADLINE_MS = 120_000;
const FREE_SUBMIT_DEADLINE_MS = 5_000;
const MAX_SUBMITS = 8;
/** A provider at its limit is waited for, a daily cap too; past a day the take would come too late for anybody. */
const LONGEST_WAIT_MS = 26 * 3_600_000;

/** queued → submitting → rendering: claim, call once, store the provider's id. Reconcile mends the gap in between. */
export async function submitTake(studio: Studio, take: Take): Promise<void> {
  const provider = studio.providers.get(take.provider);
  if (provider === undefined)
    return endTake(studio, take, {
      failure: 'credentials',
      detail: `no provider ${take.provider}`,
      money: { kind: 'release' },
    });
  const now = studio.clock.now();
  const request = await toGenerationRequest(studio, take);
  const attempt = attemptId(studio.chance.id());
  const claimed = await studio.takes.claim({
    take: take.id,
    attempt,
    request,
    deadline: laterBy(now, deadlineMs(take)),
    now,
  });
  if (claimed !== 'claimed') return;
  // A crash from here on leaves `submitting` without a provider id. Nobody sends the paid call again by itself.
  let submitted: { readonly jobId: string; readonly pollAfterMs: number };
  try {
    submitted = await provider.submit(request, attempt);
  } catch (error) {
    return afterFailedSubmit(studio, take, error);
  }
  const at = studio.clock.now();
  const delayMs = pollDelayMs(submitted.pollAfterMs, 0, take.id);
  const isAccepted = await studio.takes.accept(take.id, attempt, {
    jobId: submitted.jobId,
    nextAt: laterBy(at, delayMs),
    now: at,
  });
  if (!isAccepted) return;
  if (submitted.pollAfterMs > 0) await ringTake(studio, take, 'card');
  await studio.queue.wake({ kind: 'advance', takeId: take.id }, { delayMs });
}

/** A take found in `submitting`: another process is in the call, or it died there. */
export async function giveUpSubmitting(studio: Studio, take: Take): Promise<void> {
  const sentAt = take.attempt?.sentAt ?? take.stateAt;
  if (studio.clock.now().getTime() - sentAt.getTime() < deadlineMs(take)) return;
  await becomeUnknown(studio, take, 'the submission ended without an answer');
}

const deadlineMs = (take: Take) => (take.estimate === 0n ? FREE_SUBMIT_DEADLINE_MS : SUBMIT_DEADLINE_MS);

/** Only an error that proves the call did not run allows another attempt; whatever is not known for sure is `unknown`. */
async function afterFailedSubmit(studio: Studio, take: Take, error: unknown): Promise<void> {
  if (error instanceof PermanentError) {
    return endTake(studio, take, { failure: failureOf(error.code), detail: error.message, money: { kind: 'release' } });
  }
  if (error instanceof TransientError) return queueAgain(studio, take, error);
  studio.report.error({ takeId: take.id, provider: take.provider, error }, 'a submission ended without an answer');
  // The row was claimed since it was read.
  const claimed: Take = { ...take, state: 'submitting' };
  return becomeUnknown(studio, claimed, error instanceof Error ? error.message : 'no answer');
}

async function queueAgain(studio: Studio, take: Take, error: TransientError): Promise<void> {
  const isLimit = error.code === 'rate_limited';
  const tries = take.tries + 1;
  const waitedMs = studio.clock.now().getTime() - take.createdAt.getTime();
  if (isLimit ? waitedMs > LONGEST_WAIT_MS : tries >= MAX_SUBMITS) {
    return endTake(studio, take, { failure: 'provider_failed', detail: error.message, money: { kind: 'release' } });
  }
  const now = studio.clock.now();
  const delayMs = error.retryAfterMs ?? backoffMs(tries, studio.chance);
  const moved = await studio.takes.markNotRun(take.id, {
    nextAt: laterBy(now, delayMs),
    tries,
    detail: error.message,
    now,
  });
  if (moved) await studio.queue.wake({ kind: 'advance', takeId: take.id }, { delayMs });
}

const failureOf = (code: string): FailureCode => FAILURE_CODES.find((known) => known === code) ?? 'provider_failed';

async function toGenerationRequest(studio: Studio, take: Take): Promise<GenerationRequest> {
  const references = await Promise.all(
    (take.params.references ?? []).map(async (kept) => ({
      role: kept.role,
      sha256: kept.sha256,
      mime: kept.mime,
      path: await studio.references.lend(kept),
    })),
  );
  const { seconds, ratio, width, height, seed, audio, source } = take.params;
  return {
    model: take.model,
    prompt: take.prompt,
    scene: take.scene,
    slots: take.slots,
    slug: take.slug,
    takeNumber: take.number,
    seconds,
    ratio,
    width,
    height,
    seed,
    audio,
    references,
    ...(source === undefined ? {} : { source: { act: source.act, jobId: source.jobId } }),
  };
}
