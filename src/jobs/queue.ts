import { randomUUID } from 'node:crypto';
import type { JobQueue, WakeUp } from '../core/ports/job-queue.ts';
import { type Bell, type LaneProducer, openProducers, type QueueConnection, queueName } from './connection.ts';
import type { JobLog } from './job-log.ts';
import { BUG_TRIES } from './outcome.ts';
import { JobTable, KINDS, LANES, type Lane } from './payload.ts';
import { makeTroubleLog } from './trouble-log.ts';
import { within } from './within.ts';

export interface QueueSettings {
  readonly connection: QueueConnection;
  /** Keeps apart what shares a back end: installations, test files. */
  readonly prefix: string;
  readonly log: JobLog;
}

/** An acknowledgement may be waiting for the bell, and a platform gives it three seconds in all. */
const RING_WITHIN_MS = 1_000;

export function makeQueue(settings: QueueSettings): JobQueue & { close(): Promise<void> } {
  const { log } = settings;
  let lanes: OpenLanes | null = openLanes(settings);

  const ring = async (lane: Lane, bells: Bell[]): Promise<void> => {
    lanes ??= openLanes(settings);
    const used = lanes;
    try {
      await within(RING_WITHIN_MS, ringAll(used[lane], bells));
    } catch (error) {
      log.warn({ lane, bells: bells.length, err: error }, 'wake-up not queued, the sweeper will find the row');
      if (used.broken()) {
        if (lanes === used) lanes = null;
        await used.close();
      }
    }
  };

  return {
    wake: (job, options) => ring(JobTable[job.kind].lane, [toBell(job, options?.delayMs ?? 0)]),
    wakeAll: async (jobs) => {
      const byLane = Map.groupBy(jobs, (job) => JobTable[job.kind].lane);
      await Promise.all(
        [...byLane].map(([lane, of]) =>
          ring(
            lane,
            of.map((job) => toBell(job, 0)),
          ),
        ),
      );
    },
    backlog: async () => {
      lanes ??= openLanes(settings);
      const used = lanes;
      const waiting = await Promise.all(
        LANES.map((lane) => within(RING_WITHIN_MS, used[lane].getWaitingCount()).catch(() => 0)),
      );
      const busy = LANES.filter((_lane, index) => (waiting[index] ?? 0) > 0);
      return new Set(KINDS.filter((kind) => busy.includes(JobTable[kind].lane)));
    },
    close: async () => {
      await lanes?.close();
    },
  };
}

type OpenLanes = Readonly<Record<Lane, LaneProducer>> & { broken(): boolean; close(): Promise<void> };

function openLanes({ connection, prefix, log }: QueueSettings): OpenLanes {
  const producers = openProducers(connection, makeTroubleLog(log, { side: 'producer' }));
  // Nobody here reads BullMQ's stream of events; it keeps ten thousand a lane unless told otherwise.
  const open = (lane: Lane) => producers.openLane(queueName(prefix, lane), { streams: { events: { maxLen: 100 } } });
  const lanes = { acts: open('acts'), takes: open('takes'), outbox: open('outbox') };
  let broken = false;
  Promise.all(Object.values(lanes).map((lane) => lane.waitUntilReady())).catch(() => {
    broken = true;
  });
  return { ...lanes, broken: () => broken, close: () => producers.close() };
}

/** From here on PostgreSQL takes them faster in one statement, which costs 3 ms to prepare; one `add` costs 0.5 ms. */
const BULK_FROM = 16;

async function ringAll(lane: LaneProducer, bells: Bell[]): Promise<void> {
  if (bells.length >= BULK_FROM) await lane.addBulk(bells);
  else await Promise.all(bells.map((bell) => lane.add(bell.name, bell.data, bell.opts)));
}

function toBell({ kind, ...payload }: WakeUp, delayMs: number): Bell {
  return {
    name: kind,
    data: payload,
    opts: {
      // Never a row's own id: adding an id that is still there does nothing, and says nothing (bullmq #1337).
      jobId: `${kind}-${randomUUID()}`,
      delay: delayMs,
      attempts: BUG_TRIES,
      backoff: { type: 'custom' },
      removeOnComplete: true,
      removeOnFail: true,
    },
  };
}
