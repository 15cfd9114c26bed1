import { setTimeout as pause } from 'node:timers/promises';
import type { QueueConnection } from '../../../src/jobs/connection.ts';
import { startWorkers } from '../../../src/jobs/worker.ts';

/** A worker process for one test: says `started` when a handler has begun, and never ends by itself. */
// The test that starts it wrote this argument.
const given = JSON.parse(process.argv[2] ?? '') as {
  connection: QueueConnection;
  prefix: string;
  lockMs: number;
  stalledCheckMs: number;
};

const hang = async (): Promise<void> => {
  process.stdout.write('started\n');
  await pause(600_000);
};

await startWorkers({
  connection: given.connection,
  prefix: given.prefix,
  handlers: { act: hang, advance: hang, send: hang, decide: hang, digest: hang, recount: hang, sweep: async () => {} },
  onBug: async () => {},
  log: { info: () => {}, warn: () => {}, error: () => {} },
  timing: { lockMs: given.lockMs, stalledCheckMs: given.stalledCheckMs },
});
