import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { takeId } from '../../../src/core/ids.ts';
import type { WakeUp } from '../../../src/core/ports/job-queue.ts';
import { makeQueue } from '../../../src/jobs/queue.ts';
import { startWorkers } from '../../../src/jobs/worker.ts';
import { withDatabase } from '../../support/database.ts';
import { until } from './fixture.ts';
import { openLink } from './link.ts';

const TAKE: WakeUp = { kind: 'advance', takeId: takeId('t1') };
const JOBS = 'SELECT 1 FROM bullmq.job';

const database = withDatabase();

it('finds its schema when the address brings options of its own', async () => {
  const direct = await connectTo(database.url);
  const queue = openQueue(`${database.url}?options=-c%20statement_timeout%3D5000`);

  await queue.wake(TAKE);

  expect((await direct.query(JOBS)).rows).toHaveLength(1);
});

it('outlives an outage that comes while it looks after its schema', async () => {
  const direct = await connectTo(database.url);
  const link = await openLink(Number(new URL(database.url).port));
  onTestFinished(() => link.cut());
  await direct.query('BEGIN');
  await direct.query('LOCK TABLE bullmq.migration IN ACCESS EXCLUSIVE MODE');
  const queue = openQueue(database.url.replace(/:\d+\//, `:${link.port}/`));
  await until(async () => (await direct.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rows.length > 0);

  await link.cut();
  await direct.query('ROLLBACK');
  await direct.query('TRUNCATE bullmq.job CASCADE');
  await link.mend();

  await until(async () => {
    await queue.wake(TAKE);
    return (await direct.query(JOBS)).rows.length > 0;
  });
});

it('leaves no connection behind of a worker that is stopped while it begins', async () => {
  const direct = await connectTo(database.url);
  for (const afterMs of [0, 5, 20, 60]) {
    const { backEnd, log } = quiet(database.url);
    const workers = await startWorkers({
      ...{ connection: backEnd, prefix: 'begins', log, onBug: async () => {} },
      handlers: Object.assign(Object.create(null), { sweep: async () => {} }),
    });
    await pause(afterMs);
    await workers.stop(2_000);
  }

  const others = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND query NOT LIKE 'SELECT 1 FROM bullmq%'`;
  await until(async () => (await direct.query(others)).rows.length === 0);
});

const quiet = (url: string) => ({
  backEnd: { kind: 'postgres', url, schema: 'bullmq' } as const,
  log: { info: () => {}, warn: () => {}, error: () => {} },
});

function openQueue(url: string): ReturnType<typeof makeQueue> {
  const { backEnd, log } = quiet(url);
  const queue = makeQueue({ connection: backEnd, prefix: 'previz', log });
  onTestFinished(() => queue.close());
  return queue;
}

async function connectTo(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}
