import { untilDone } from './until-done.ts';

interface ReadAnewDeps {
  /** Reads what stands; throws where it can't. */
  readonly read: () => Promise<unknown>;
  readonly stopped: AbortSignal;
  readonly report: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  readonly firstPauseMs?: number;
}

/**
 * One reading after another. What was missed is told by nobody else, so that a reading which fails is tried again until it
 * is done; those who ask while one waits to begin are served by it.
 */
export function makeReadAnew({ read, report, ...insisting }: ReadAnewDeps) {
  let reading = Promise.resolve();
  let isQueued = false;
  const failed = (error: unknown) => report({ error }, 'the reactions could not be read anew; trying again');

  const readUntilDone = async (): Promise<void> => {
    isQueued = false;
    await untilDone(read, { ...insisting, failed });
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
