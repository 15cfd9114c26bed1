import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';

export const TEMPLATE = 'previz_template';

/**
 * A migrated, empty database for this test file: `const database = withDatabase()` at the top of the file or of a
 * `describe`, `database.url` inside hooks and tests. It is dropped afterwards, and whoever left a connection open is told.
 */
export function withDatabase(): { readonly url: string } {
  let database: TestDatabase | null = null;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(async () => {
    await database?.drop();
  });
  return {
    get url() {
      if (database === null) throw new Error('the database is there from beforeAll on');
      return database.url;
    },
  };
}

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** `TEMPLATE` is migrated; `template0` is bare. */
export async function createDatabase(template: typeof TEMPLATE | 'template0' = TEMPLATE): Promise<TestDatabase> {
  const server = inject('postgres');
  const name = `t_${randomBytes(8).toString('hex')}`;
  await ask(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return { url: withName(server, name), drop: () => drop(server, name) };
}

/** The same server's address, another database. */
export function withName(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

const OPEN_MS = 3_000;

/** Connections that are just closing get a moment; one that stays is a leak. */
async function drop(server: string, name: string): Promise<void> {
  for (const since = performance.now(); performance.now() - since < OPEN_MS; ) {
    const error = await ask(server, `DROP DATABASE ${name}`).then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error === null) return;
    if (!(error instanceof pg.DatabaseError) || error.code !== '55006') throw error;
    await sleep(50);
  }
  const open = await ask(
    server,
    `SELECT application_name, state, query FROM pg_stat_activity WHERE datname = '${name}'`,
  );
  await ask(server, `DROP DATABASE ${name} WITH (FORCE)`);
  throw new Error(`connections were left open: ${JSON.stringify(open)}`);
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
