import type { JobsOptions, Processor, QueueOptions, WorkerOptions } from 'bullmq';
import type { Lane } from './payload.ts';
import { openPostgresProducers, openPostgresWorker } from './postgres-back-end.ts';
import { checkRedis, openRedisProducers, openRedisWorker } from './redis-back-end.ts';

/** Where the queue lives. PostgreSQL: in a schema of its own, which it makes and migrates by itself. */
export type QueueConnection = PostgresQueue | RedisQueue;
export type PostgresQueue = { readonly kind: 'postgres'; readonly url: string; readonly schema: string };
export type RedisQueue = { readonly kind: 'redis'; readonly url: string };

export interface Bell {
  readonly name: string;
  readonly data: object;
  readonly opts: JobsOptions;
}

/** What is used of a BullMQ queue, whatever its back end. */
export interface LaneProducer {
  add(name: string, data: object, opts: JobsOptions): Promise<unknown>;
  addBulk(bells: Bell[]): Promise<unknown>;
  /** Those that no worker took yet. */
  getWaitingCount(): Promise<number>;
  /** Rejects when the first contact failed. BullMQ remembers that for ever: open a new one. */
  waitUntilReady(): Promise<unknown>;
}

/** What is used of a BullMQ worker, whatever its back end. */
export interface LaneWorker {
  run(): Promise<void>;
  /** Waits for the jobs under way, however long they take. */
  close(): Promise<void>;
  disconnect(): Promise<void>;
  cancelAllJobs(reason: string): void;
  /** Rejects when the first contact failed. BullMQ remembers that for ever: open a new one. */
  waitUntilReady(): Promise<unknown>;
}

/** One connection that all lanes ring through. It keeps nothing back: a bell that can't ring now says so at once. */
export interface Producers {
  openLane(name: string, options: Omit<QueueOptions, 'connection'>): LaneProducer;
  close(): Promise<void>;
}

export interface WorkerSpec {
  readonly name: string;
  readonly processor: Processor;
  readonly options: Omit<WorkerOptions, 'connection'>;
  readonly onError: OnError;
}

export type OnError = (error: unknown) => void;

/** `:` separates BullMQ's own keys, so it may not stand in a name. */
export const queueName = (prefix: string, lane: Lane): string => `${prefix}-${lane}`;

export function openProducers(connection: QueueConnection, onError: OnError): Producers {
  return connection.kind === 'postgres'
    ? openPostgresProducers(connection, onError)
    : openRedisProducers(connection, onError);
}

export function openWorker(connection: QueueConnection, spec: WorkerSpec): LaneWorker {
  return connection.kind === 'postgres' ? openPostgresWorker(connection, spec) : openRedisWorker(connection, spec);
}

/** Throws a UserError when the back end is set up so that it loses jobs; any other error when it can't be asked. */
export async function checkConnection(connection: QueueConnection): Promise<void> {
  if (connection.kind === 'redis') await checkRedis(connection);
}
