import { DelayedError, type Job, type Processor, UnrecoverableError } from 'bullmq';
import type { WakeUp } from '../core/ports/job-queue.ts';
import type { JobLog } from './job-log.ts';
import { decideOutcome, type Outcome } from './outcome.ts';
import { type Handlers, readWakeUp, runHandler } from './payload.ts';

export type BugListener = (wakeUp: WakeUp, error: unknown) => Promise<void>;

/** What BullMQ keeps of a bug. The error itself goes to the log: its text may hold a prompt or a secret. */
class HandlerBug extends Error {
  readonly delayMs: number;

  constructor(delayMs: number) {
    super('handler_bug');
    this.delayMs = delayMs;
  }
}

/** BullMQ's `backoff: {type: 'custom'}`: the outcome has already decided. */
export const backoffStrategy = (_tries: number, _type?: string, error?: Error): number =>
  error instanceof HandlerBug ? error.delayMs : 1_000;

export function makeProcessor(settings: {
  readonly handlers: Handlers;
  readonly onBug: BugListener;
  readonly log: JobLog;
}): Processor {
  // BullMQ makes a signal only for a processor that names three parameters.
  return async (job, token, signal) => {
    const wakeUp = readWakeUp(job.name, job.data);
    if (wakeUp === null) {
      settings.log.error({ job: job.name }, 'job of another release dropped');
      throw new UnrecoverableError('unreadable_job');
    }
    const leave = signal ?? new AbortController().signal;
    try {
      await runHandler(settings.handlers, wakeUp, { signal: leave });
    } catch (error) {
      const outcome = decideOutcome(error, {
        starts: job.attemptsStarted,
        bugs: job.attemptsMade,
        stopping: leave.aborted,
        jitter: Math.random(),
      });
      await settle({ ...settings, job, token, wakeUp, error, outcome });
    }
  };
}

interface Failure {
  readonly job: Job;
  readonly token: string | undefined;
  readonly wakeUp: WakeUp;
  readonly error: unknown;
  readonly outcome: Outcome;
  readonly onBug: BugListener;
  readonly log: JobLog;
}

/** Returns where the job is done, and throws what BullMQ understands where it is not. */
async function settle({ job, token, wakeUp, error, outcome, onBug, log }: Failure): Promise<void> {
  const { kind, ...row } = wakeUp;
  const fields = { job: kind, ...row, outcome, err: error };
  switch (outcome.kind) {
    case 'done':
      log.info(fields, 'job ended by what the person may do');
      return;
    case 'again':
      log.info(fields, 'job put off');
      await job.moveToDelayed(Date.now() + outcome.delayMs, token);
      throw new DelayedError();
    case 'drop':
      log.warn(fields, 'job dropped');
      throw new UnrecoverableError(outcome.code);
    case 'bug':
      log.error(fields, 'job failed');
      if (outcome.last) await tell(onBug, wakeUp, log, error);
      throw new HandlerBug(outcome.delayMs);
  }
}

async function tell(onBug: BugListener, wakeUp: WakeUp, log: JobLog, error: unknown): Promise<void> {
  try {
    await onBug(wakeUp, error);
  } catch (again) {
    log.error({ job: wakeUp.kind, err: again }, 'bug not told, the sweeper will ring for the row');
  }
}
