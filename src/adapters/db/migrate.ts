import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { PermanentError, UserError } from '../../core/errors.ts';
import { withConnection } from './connect.ts';
import { errorCode } from './embedded/layout.ts';

const FOLDER = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));
/** Prisma's own lock and table, so that `prisma migrate deploy` and this runner see and wait for each other. */
const PRISMA_LOCK = 72_707_369;
const LOCK_SECONDS = 60;
const LOCK_NOT_AVAILABLE = '55P03';
const CREATE_TABLE = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

interface Migration {
  readonly name: string;
  readonly script: string;
}

interface Applied {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

/**
 * Brings a database up to the migrations of this code and answers with the names it applied. One transaction a file;
 * may be called by any number of processes at once. Throws a UserError when the database is not one this code can use.
 */
export async function migrate(url: string, folder: string = FOLDER): Promise<readonly string[]> {
  const migrations = await readMigrations(folder);
  return withConnection(url, async (client) => {
    if (toPending(migrations, await loadApplied(client)).length === 0) return [];
    await lock(client);
    await client.query(CREATE_TABLE);
    const pending = toPending(migrations, await loadApplied(client));
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  });
}

async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const read = async (name: string) => ({ name, script: await readFile(join(folder, name, 'migration.sql'), 'utf8') });
  return Promise.all(names.sort().map(read));
}

async function loadApplied(client: pg.Client): Promise<readonly Applied[]> {
  const { rows: tables } = await client.query<{ is_there: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS is_there`,
  );
  if (tables[0]?.is_there !== true) return [];
  const { rows } = await client.query<Applied>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at',
  );
  return rows;
}

/** What is left to apply; throws when the database's history is not a beginning of the code's. */
function toPending(migrations: readonly Migration[], applied: readonly Applied[]): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { migration_name: name, checksum, finished_at: finishedAt } of applied) {
    const migration = known.get(name);
    if (migration === undefined) throw newerDatabase(name);
    if (finishedAt === null) throw halfApplied(name);
    if (!isChecksumOf(migration.script, checksum)) throw changedMigration(name);
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !done.has(name));
}

/** Waits for another process that migrates; the connection's end gives the lock back. */
async function lock(client: pg.Client): Promise<void> {
  await client.query(`SET lock_timeout = '${LOCK_SECONDS}s'`);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
  } catch (cause) {
    if (errorCode(cause) !== LOCK_NOT_AVAILABLE) throw cause;
    throw new UserError(
      'migration_busy',
      `Another process has been migrating this database for ${LOCK_SECONDS} seconds. Wait for it, then start again.`,
      { cause },
    );
  }
}

async function apply(client: pg.Client, { name, script }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(script);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), toChecksum(script), name],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw new PermanentError('migration_failed', `Migration ${name} failed; nothing of it was kept.`, {
      cause,
      facts: { migration: name },
    });
  }
}

const toChecksum = (script: string): string => createHash('sha256').update(script).digest('hex');

/** Git may have changed the line ends on the way; Prisma overlooks that too. */
function isChecksumOf(script: string, checksum: string): boolean {
  const unix = script.replaceAll('\r\n', '\n');
  return [script, unix, unix.replaceAll('\n', '\r\n')].some((text) => toChecksum(text) === checksum);
}

const newerDatabase = (name: string): UserError =>
  new UserError(
    'database_newer',
    `The database has the migration ${name}, which this version of Previz does not know. Start the newer version, or use another database.`,
    { facts: { migration: name } },
  );

const halfApplied = (name: string): UserError =>
  new UserError(
    'migration_unfinished',
    `The migration ${name} was begun by another tool and not finished. Finish or mark it with prisma migrate resolve, then start again.`,
    { facts: { migration: name } },
  );

const changedMigration = (name: string): UserError =>
  new UserError(
    'migration_changed',
    `The migration ${name} was applied with other content than it has here. Restore the file as it was released, or use another database.`,
    { facts: { migration: name } },
  );
