import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { takeId } from '../../../src/core/ids.ts';
import type { WakeUp } from '../../../src/core/ports/job-queue.ts';
import { makeQueue } from '../../../src/jobs/queue.ts';
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

function openQueue(url: string): ReturnType<typeof makeQueue> {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const queue = makeQueue({ connection: { kind: 'postgres', url, schema: 'bullmq' }, prefix: 'previz', log });
  onTestFinished(() => queue.close());
  return queue;
}

async function connectTo(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}
