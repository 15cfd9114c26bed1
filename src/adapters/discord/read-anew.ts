import { setTimeout as pause } from 'node:timers/promises';

interface ReadAnewDeps {
  /** Reads what stands; throws where it can't. */
  readonly read: () => Promise<unknown>;
  readonly stopped: AbortSignal;
  readonly report: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  readonly firstPauseMs?: number;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/**
 * One reading after another. What was missed is told by nobody else, so that a reading which fails is tried again until it
 * is done; those who ask while one waits to begin are served by it.
 */
export function makeReadAnew({ read, stopped, report, firstPauseMs = FIRST_PAUSE_MS }: ReadAnewDeps) {
  let reading = Promise.resolve();
  let isQueued = false;

  const readUntilDone = async (): Promise<void> => {
    isQueued = false;
    for (let pauseMs = firstPauseMs; !stopped.aborted; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        await read();
        return;
      } catch (error) {
        report({ error }, 'the reactions could not be read anew; trying again');
        await pause(pauseMs, undefined, { signal: stopped }).catch(() => undefined);
      }
    }
  };

  return {
    ask(): void {
      if (isQueued) return;
      isQueued = true;
      reading = reading.then(readUntilDone);
    },
    /** Resolves when all that was asked for is read, or it was stopped. */
    idle: () => reading,
  };
}
