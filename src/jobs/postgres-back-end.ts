import {
  createPostgresBackend,
  PostgresConnection,
  type PostgresConnectionOptions,
  type PostgresPoolConfig,
  PostgresQueueBackend,
  type QueueBaseOptions,
  withBackend,
} from 'bullmq';
import type { LaneWorker, OnError, PostgresQueue, Producers, WorkerSpec } from './connection.ts';
import { patient } from './patience.ts';

export function openPostgresProducers(connection: PostgresQueue, onError: OnError): Producers {
  const config = toPoolConfig(connection);
  const shared = new PostgresConnection(config);
  shared.on('error', onError);
  surviveLostClients(shared);
  const { Queue } = withBackend(
    (name: string, options: QueueBaseOptions<PostgresConnectionOptions>) =>
      new PostgresQueueBackend(shared, name, options, false),
  );
  return {
    openLane: (name, options) => new Queue(name, { ...options, connection: config }).on('error', onError),
    close: () => shared.close(),
  };
}

export function openPostgresWorker(connection: PostgresQueue, spec: WorkerSpec): LaneWorker {
  const { Worker } = withBackend(patient(createPostgresBackend));
  const worker = new Worker(spec.name, spec.processor, { ...spec.options, connection: toPoolConfig(connection) });
  surviveLostClients(worker.getBackend().connection);
  return worker.on('error', spec.onError);
}

/** pg reports a lost connection a second time, on the client in use; without a listener that ends the process. */
function surviveLostClients(connection: PostgresConnection): void {
  connection.pool.on('connect', (client) => client.on('error', () => {}));
}

/** A small pool: BullMQ sends one short query per job; a worker has one more connection, to listen on. */
function toPoolConfig(connection: PostgresQueue): PostgresPoolConfig {
  const { address, options } = splitOptions(connection.url);
  return {
    connectionString: address,
    schema: connection.schema,
    migrate: true,
    max: 2,
    connectionTimeoutMillis: 5_000,
    query_timeout: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // A doorbell need not survive a crash of the database: the rows do, and the sweeper rings again.
    options: `${options} -c synchronous_commit=off`.trim(),
  };
}

/** pg lets `?options=` of the address win over BullMQ's own, in which the schema is named. */
function splitOptions(url: string): { readonly address: string; readonly options: string } {
  if (!URL.canParse(url)) return { address: url, options: '' };
  const address = new URL(url);
  const options = address.searchParams.get('options') ?? '';
  address.searchParams.delete('options');
  return { address: address.href, options };
}
