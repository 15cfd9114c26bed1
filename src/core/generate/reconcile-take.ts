import { unknownLine } from '../card/notes.ts';
import { outboxId } from '../ids.ts';
import type { Reconciliation, VideoProvider } from '../ports/video-provider.ts';
import { ringTake } from '../studio/ring.ts';
import type { Studio } from '../studio/studio.ts';
import { STUCK_AT_PROVIDER } from '../take/state.ts';
import type { LiveAttempt, Take } from '../take/take.ts';
import { endTake } from './end-take.ts';
import { isPastLimit, laterBy } from './pace.ts';

/** When a lost submission is looked for, after it was lost: 30 s, 2, 10, 30 min, 2 h, then daily (facts: reliability §3.2). */
const LOOKS_MS = [30_000, 120_000, 600_000, 1_800_000, 7_200_000, 86_400_000];
const DAY_MS = 86_400_000;
/** A list may lag behind what was accepted, so "not there" is proof only after this. */
const PROOF_AFTER_MS = 15 * 60_000;

/** The call ended without an answer: the money stays held, the thread is told, and reconcile looks for what happened. */
export async function becomeUnknown(studio: Studio, take: Take, detail: string): Promise<void> {
  const now = studio.clock.now();
  const delayMs = take.estimate === 0n ? 0 : (LOOKS_MS[0] ?? 0);
  const moved = await studio.takes.markUnknown(take.id, {
    from: [take.state],
    nextAt: laterBy(now, delayMs),
    detail,
    now,
  });
  if (!moved) return;
  if (take.estimate > 0n) {
    const place = { platform: take.platform, workspace: take.workspace, channel: take.channel, thread: null };
    const id = outboxId(`unknown-${take.id}-${now.getTime()}`);
    await studio.outbox.write({ id, place, person: null, card: unknownLine(take, detail), takeId: take.id, now });
    await studio.queue.wake({ kind: 'send', outboxId: id });
  }
  await ringTake(studio, take, 'all');
  await studio.queue.wake({ kind: 'advance', takeId: take.id }, { delayMs });
}

/** unknown: looks for the submission by the means the provider has. Reading only. */
export async function reconcileTake(studio: Studio, take: Take): Promise<void> {
  const provider = studio.providers.get(take.provider);
  const { attempt } = take;
  if (provider === undefined || attempt === null) return lookLater(studio, take);
  let found: Reconciliation;
  try {
    found = await lookFor(provider, attempt, studio.clock.now());
  } catch (error) {
    // A list that can't be read is not "not there".
    studio.report.warn({ takeId: take.id, error }, 'reconciling failed and is tried again');
    return lookLater(studio, take);
  }
  const now = studio.clock.now();
  const ageMs = now.getTime() - attempt.sentAt.getTime();
  for (const jobId of foundJobs(found)) {
    // Refused where another attempt has that job.
    if (!(await studio.takes.accept(take.id, attempt.id, { jobId, nextAt: now, now }))) continue;
    await ringTake(studio, take, 'card');
    return studio.queue.wake({ kind: 'advance', takeId: take.id });
  }
  if (found.kind === 'not-there' && ageMs >= PROOF_AFTER_MS) {
    return endTake(studio, take, {
      failure: 'not_charged',
      detail: 'the provider never got it',
      money: { kind: 'release' },
    });
  }
  // Nothing is held and nobody can tell: it is over, and may be made again.
  if (take.estimate === 0n && ageMs >= PROOF_AFTER_MS) {
    return endTake(studio, take, {
      failure: 'lost',
      detail: 'no answer came, and nothing can be found',
      money: { kind: 'release' },
    });
  }
  return lookLater(studio, take, found.kind === 'cannot-know' ? found.told : undefined);
}

function foundJobs(found: Reconciliation): readonly string[] {
  if (found.kind === 'found') return [found.jobId];
  return found.kind === 'candidates' ? found.jobIds : [];
}

async function lookFor(provider: VideoProvider, attempt: LiveAttempt, now: Date): Promise<Reconciliation> {
  if (attempt.jobId === null) return provider.reconcile(attempt.request, attempt.id, attempt.sentAt);
  const status = await provider.poll({ jobId: attempt.jobId, clientRef: attempt.id, request: attempt.request });
  // Found again it would only be given up again; a clip that comes late is still taken.
  if (status.kind === 'pending' && isPastLimit(attempt.sentAt, now))
    return { kind: 'cannot-know', told: STUCK_AT_PROVIDER };
  const isSettled = (status.kind === 'failed' || status.kind === 'canceled') && status.billing.kind === 'unknown';
  return status.kind === 'forgotten' || isSettled ? { kind: 'cannot-know' } : { kind: 'found', jobId: attempt.jobId };
}

async function lookLater(studio: Studio, take: Take, told?: string): Promise<void> {
  const now = studio.clock.now();
  const ageMs = now.getTime() - take.stateAt.getTime();
  const next = LOOKS_MS.find((look) => look > ageMs) ?? ageMs + DAY_MS;
  await studio.takes.advance(take.id, {
    from: ['unknown'],
    to: 'unknown',
    patch: {
      nextAt: laterBy(take.stateAt, next),
      ...(told === undefined ? toDayOld(ageMs) : { detail: told }),
    },
    now,
  });
}

const toDayOld = (ageMs: number) => (ageMs >= DAY_MS ? { detail: 'no proof for a day: a budget owner decides' } : {});
