import { setTimeout as pause } from 'node:timers/promises';
import { TransientError } from '../../core/errors.ts';

interface Insisting {
  readonly stopped: AbortSignal;
  /** Told of every failure. */
  readonly failed: (error: unknown) => void;
  readonly firstPauseMs?: number;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Tries until it is done, ever more slowly, or when the other side said. True: it is; false: it was stopped before. */
export async function untilDone(work: () => Promise<unknown>, of: Insisting): Promise<boolean> {
  const { stopped, failed, firstPauseMs = FIRST_PAUSE_MS } = of;
  for (let pauseMs = firstPauseMs; !stopped.aborted; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      await work();
      return true;
    } catch (error) {
      failed(error);
      await pause(askedMs(error) ?? pauseMs, undefined, { signal: stopped }).catch(() => undefined);
    }
  }
  return false;
}

const askedMs = (error: unknown): number | null => (error instanceof TransientError ? error.retryAfterMs : null);
