import { UserError } from '../core/errors.ts';
import { checkConnection, type QueueConnection, queueName } from './connection.ts';
import type { JobLog } from './job-log.ts';
import { type KeptLane, keepLane } from './lane.ts';
import { type Handlers, LANES, type Lane } from './payload.ts';
import { type BugListener, makeProcessor } from './processor.ts';
import { startTicker, type Ticker } from './ticker.ts';
import { within } from './within.ts';

export interface WorkerSettings {
  readonly connection: QueueConnection;
  /** The same as the queue's. */
  readonly prefix: string;
  readonly handlers: Handlers;
  /** Called after the last try of a job whose handler has a bug. It must end the row, or the sweeper rings again. */
  readonly onBug: BugListener;
  readonly log: JobLog;
  /** Jobs of a lane that run at the same time in this process. */
  readonly concurrency?: Partial<Record<Lane, number>>;
  readonly timing?: Partial<WorkerTiming>;
}

interface WorkerTiming {
  readonly sweepEveryMs: number;
  /** A killed process's jobs are taken over when their lock has run out and two checks have seen it. */
  readonly lockMs: number;
  readonly stalledCheckMs: number;
  /** How long to wait before a back end that could not be reached at the start is tried again. */
  readonly reopenMs: number;
}

export interface Workers {
  /** Takes no new job, waits `graceMs` for those under way, then tells them to leave, and a second later goes. */
  stop(graceMs: number): Promise<void>;
}

const TIMING: WorkerTiming = { sweepEveryMs: 1_000, lockMs: 60_000, stalledCheckMs: 15_000, reopenMs: 1_000 };
const CONCURRENCY: Readonly<Record<Lane, number>> = { acts: 8, takes: 8, outbox: 8 };
const LAST_WORDS_MS = 1_000;

/** Throws a UserError when the back end's settings lose jobs. A back end that is away is waited for. */
export async function startWorkers(settings: WorkerSettings): Promise<Workers> {
  const { connection, prefix, handlers, log } = settings;
  await checkConnection(connection).catch((error: unknown) => {
    if (error instanceof UserError) throw error;
    log.warn({ err: error }, 'queue not reached at start, trying on');
  });
  const timing = { ...TIMING, ...settings.timing };
  const concurrency = { ...CONCURRENCY, ...settings.concurrency };
  const leaving = new AbortController();
  const ticker = startTicker({
    everyMs: timing.sweepEveryMs,
    run: () => handlers.sweep({}, { signal: leaving.signal }),
    onError: (error) => log.error({ err: error }, 'sweep failed'),
  });
  const processor = makeProcessor({ ...settings, handlers: { ...handlers, sweep: () => ticker.ring() } });
  const lanes = LANES.map((lane) =>
    keepLane({
      connection,
      name: queueName(prefix, lane),
      processor,
      concurrency: concurrency[lane],
      log,
      ...timing,
    }),
  );
  return { stop: (graceMs) => stop({ lanes, ticker, leaving, log }, graceMs) };
}

interface Running {
  readonly lanes: readonly KeptLane[];
  readonly ticker: Ticker;
  readonly leaving: AbortController;
  readonly log: JobLog;
}

async function stop({ lanes, ticker, leaving, log }: Running, graceMs: number): Promise<void> {
  const closed = Promise.allSettled([ticker.stop(), ...lanes.map((lane) => lane.close())]);
  if (await endsWithin(graceMs, closed)) return;
  leaving.abort();
  for (const lane of lanes) lane.cancel();
  if (await endsWithin(LAST_WORDS_MS, closed)) return;
  log.warn({ graceMs }, 'jobs left behind at stop, another process takes them over');
  await endsWithin(LAST_WORDS_MS, Promise.allSettled(lanes.map((lane) => lane.disconnect())));
}

const endsWithin = (ms: number, work: Promise<unknown>): Promise<boolean> =>
  within(ms, work).then(
    () => true,
    () => false,
  );
