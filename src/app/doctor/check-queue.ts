import { actId } from '../../core/ids.ts';
import { makeQueue } from '../../jobs/queue.ts';
import { startWorkers } from '../../jobs/worker.ts';
import { queueConnectionOf } from '../compose.ts';
import type { Config } from '../config.ts';
import type { Finding } from './check-all.ts';

const WITHIN_MS = 10_000;

/** Sends a job that does nothing through a queue of the doctor's own, and waits until it arrives. */
export async function checkQueue(config: Config, databaseUrl: string): Promise<readonly Finding[]> {
  const connection = queueConnectionOf(config, databaseUrl);
  const prefix = `doctor-${process.pid}`;
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  const queue = makeQueue({ connection, prefix, log: silent });
  const { promise: arrived, resolve } = Promise.withResolvers<boolean>();
  const nothing = async () => {};
  const workers = await startWorkers({
    connection,
    prefix,
    handlers: {
      act: async () => resolve(true),
      advance: nothing,
      send: nothing,
      decide: nothing,
      digest: nothing,
      recount: nothing,
      sweep: nothing,
    },
    onBug: nothing,
    log: silent,
  });
  const timer = setTimeout(() => resolve(false), WITHIN_MS);
  try {
    await queue.wake({ kind: 'act', actId: actId('doctor') });
    const name = connection.kind === 'redis' ? 'Redis (REDIS_URL)' : 'the database';
    if (await arrived) return [{ kind: 'well', part: 'queue', text: `a job went through ${name}` }];
    return [
      {
        kind: 'wrong',
        part: 'queue',
        text: `No job came through ${name} within 10 s. Check that it answers and is not full.`,
      },
    ];
  } finally {
    clearTimeout(timer);
    await workers.stop(1_000);
    await queue.close();
  }
}
