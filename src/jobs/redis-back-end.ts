import { createRedisBackend, Queue, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { UserError } from '../core/errors.ts';
import type { LaneWorker, OnError, Producers, RedisQueue, WorkerSpec } from './connection.ts';
import { patient } from './patience.ts';

/** BullMQ's own strategy waits up to 20 s; after an outage a person would wait as long. */
const retryStrategy = (times: number): number => Math.min(times * 100, 2_000);

export function openRedisProducers(connection: RedisQueue, onError: OnError): Producers {
  // Fails at once while Redis is away. With ioredis' defaults an add stays pending until Redis is back.
  const redis = new Redis(connection.url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, retryStrategy });
  redis.on('error', onError);
  return {
    openLane: (name, options) => new Queue(name, { ...options, connection: redis }).on('error', onError),
    close: async () => redis.disconnect(),
  };
}

export function openRedisWorker(connection: RedisQueue, spec: WorkerSpec): LaneWorker {
  const { Worker } = withBackend(patient(createRedisBackend));
  // null: a worker must outlive any outage (bullmq #836).
  const redis = { url: connection.url, maxRetriesPerRequest: null, retryStrategy };
  return new Worker(spec.name, spec.processor, { ...spec.options, connection: redis }).on('error', spec.onError);
}

/** A cache's settings throw away whole jobs, or the lock of a running one (bullmq #2215). */
export async function checkRedis(connection: RedisQueue): Promise<void> {
  const redis = new Redis(connection.url, { lazyConnect: true, connectTimeout: 2_000, retryStrategy: () => null });
  redis.on('error', () => {});
  try {
    await redis.connect();
    const policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1];
    if (policy === undefined || policy === 'noeviction') return;
    throw new UserError(
      'redis_evicts',
      `Redis may throw jobs away: its maxmemory-policy is ${policy}. Set it to noeviction, or use a Redis of its own.`,
      { facts: { policy } },
    );
  } finally {
    redis.disconnect();
  }
}
