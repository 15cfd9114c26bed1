import { setTimeout as pause } from 'node:timers/promises';
import type { Processor } from 'bullmq';
import { type LaneWorker, openWorker, type QueueConnection } from './connection.ts';
import type { JobLog } from './job-log.ts';
import { backoffStrategy } from './processor.ts';
import { makeTroubleLog } from './trouble-log.ts';

export interface LaneSettings {
  readonly connection: QueueConnection;
  readonly name: string;
  readonly processor: Processor;
  readonly concurrency: number;
  readonly lockMs: number;
  readonly stalledCheckMs: number;
  readonly reopenMs: number;
  readonly log: JobLog;
}

export interface KeptLane {
  /** Takes no new job and resolves when the last one has ended, however long that takes. */
  close(): Promise<void>;
  /** Aborts the signal of every job under way. */
  cancel(): void;
  /** Lets go of the back end, whatever is still under way; another process takes those jobs over. */
  disconnect(): Promise<void>;
}

/** A back end that is away is not waited for when the process leaves. */
const READY_MS = 2_000;

/** Keeps one worker at work on a lane, and opens a new one when the first contact with the back end failed. */
export function keepLane(settings: LaneSettings): KeptLane {
  const closing = new AbortController();
  let worker = open(settings);
  let isRunning = false;

  const keep = async (): Promise<void> => {
    for (;;) {
      try {
        await worker.waitUntilReady();
        if (closing.signal.aborted) return;
        isRunning = true;
        await worker.run();
      } catch (error) {
        settings.log.warn({ queue: settings.name, err: error }, 'worker not started, trying again');
      }
      isRunning = false;
      if (closing.signal.aborted) return;
      await worker.disconnect().catch(() => {});
      await pause(settings.reopenMs, undefined, { signal: closing.signal }).catch(() => {});
      if (closing.signal.aborted) return;
      worker = open(settings);
    }
  };
  void keep();

  return {
    close: async () => {
      closing.abort();
      // What closes while it still connects leaves its connections behind.
      if (!isRunning) await Promise.race([worker.waitUntilReady().catch(() => {}), pause(READY_MS)]);
      await worker.close();
    },
    cancel: () => worker.cancelAllJobs('stopping'),
    disconnect: () => worker.disconnect(),
  };
}

function open({ connection, name, processor, concurrency, lockMs, stalledCheckMs, log }: LaneSettings): LaneWorker {
  return openWorker(connection, {
    name,
    processor,
    onError: makeTroubleLog(log, { side: 'worker', queue: name }),
    options: {
      autorun: false,
      concurrency,
      lockDuration: lockMs,
      stalledInterval: stalledCheckMs,
      // The database decides when to give up. BullMQ's default gives up at the second crash, and runs no code.
      maxStalledCount: 1_000,
      // After a refused connection. BullMQ's default lets a person wait for 15 s after an outage.
      runRetryDelay: 1_000,
      settings: { backoffStrategy },
    },
  });
}
