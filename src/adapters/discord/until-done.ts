import { setTimeout as pause } from 'node:timers/promises';

interface Insisting {
  readonly stopped: AbortSignal;
  /** Told of every failure. */
  readonly failed: (error: unknown) => void;
  readonly firstPauseMs?: number;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Tries until it is done, ever more slowly. True: it is; false: it was stopped before. */
export async function untilDone(work: () => Promise<unknown>, of: Insisting): Promise<boolean> {
  const { stopped, failed, firstPauseMs = FIRST_PAUSE_MS } = of;
  for (let pauseMs = firstPauseMs; !stopped.aborted; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      await work();
      return true;
    } catch (error) {
      failed(error);
      await pause(pauseMs, undefined, { signal: stopped }).catch(() => undefined);
    }
  }
  return false;
}
