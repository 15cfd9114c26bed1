import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import type { QueueConnection } from '../../../src/jobs/connection.ts';
import { createDatabase } from '../../support/database.ts';
import { describeWithRedis, startRedis } from '../../support/redis.ts';
import { type Link, openLink } from './link.ts';

export interface BackEnd {
  /** Goes over the link. */
  readonly connection: QueueConnection;
  readonly link: Link;
  /** How many jobs the queue holds, in any state. */
  held(prefix: string): Promise<number>;
  /** Loses every job, as FLUSHALL does. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/** One suite, run on every back end; `use` gives the back end inside tests. */
export function onEachBackEnd(subject: string, suite: (use: () => BackEnd) => void): void {
  describe(`${subject} on PostgreSQL`, () => suite(withBackEnd(startPostgresBackEnd)));
  describeWithRedis(`${subject} on Redis`, () => suite(withBackEnd(startRedisBackEnd)));
}

function withBackEnd(start: () => Promise<BackEnd>): () => BackEnd {
  let backEnd: BackEnd | null = null;
  beforeAll(async () => {
    backEnd = await start();
  });
  afterAll(async () => {
    await backEnd?.stop();
  });
  return () => {
    if (backEnd === null) throw new Error('the back end is there from beforeAll on');
    return backEnd;
  };
}

async function startPostgresBackEnd(): Promise<BackEnd> {
  const database = await createDatabase('template0');
  const link = await openLink(Number(new URL(database.url).port));
  const ask = async (sql: string, values: readonly unknown[] = []): Promise<pg.QueryResult> => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      return await client.query(sql, [...values]);
    } finally {
      await client.end();
    }
  };
  return {
    connection: { kind: 'postgres', url: withPort(database.url, link.port), schema: 'bullmq' },
    link,
    held: async (prefix) => (await ask('SELECT 1 FROM bullmq.job WHERE queue LIKE $1', [`${prefix}-%`])).rows.length,
    flush: async () => {
      await ask('TRUNCATE bullmq.job CASCADE');
    },
    stop: async () => {
      await link.cut();
      await database.drop();
    },
  };
}

async function startRedisBackEnd(): Promise<BackEnd> {
  const redis = await startRedis();
  const link = await openLink(redis.port);
  return {
    connection: { kind: 'redis', url: withPort(redis.url, link.port) },
    link,
    held: async (prefix) => {
      const keys = (await redis.ask(`KEYS bull:${prefix}-*`)).split('\r\n');
      return keys.filter((key) => /:(act|advance|send|decide|sweep)-[0-9a-f-]{36}$/.test(key)).length;
    },
    flush: async () => {
      await redis.ask('FLUSHALL');
    },
    stop: async () => {
      await link.cut();
      await redis.stop();
    },
  };
}

function withPort(url: string, port: number): string {
  const address = new URL(url);
  address.port = String(port);
  return address.href;
}
