import type pg from 'pg';

/**
 * Advisory locks of a session: PostgreSQL frees them when the connection ends, however that happens.
 * `presence` is held shared by everybody who uses the server; whoever gets it exclusively is alone and may stop it.
 * `app` is held by a running app: exclusively on a data folder, shared on an external database.
 */
const NAMESPACE = 0x5076_697a;
const KEYS = { presence: 1, app: 2 } as const;

export type LockName = keyof typeof KEYS;

/** Waits; a stopping server breaks the connection instead of answering. */
export async function lockShared(client: pg.Client, name: LockName): Promise<void> {
  await client.query('SELECT pg_advisory_lock_shared($1, $2)', [NAMESPACE, KEYS[name]]);
}

export async function tryLock(client: pg.Client, name: LockName): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS taken', [
    NAMESPACE,
    KEYS[name],
  ]);
  return rows[0]?.taken === true;
}

export async function unlockAll(client: pg.Client): Promise<void> {
  await client.query('SELECT pg_advisory_unlock_all()');
}

/** Whether anybody holds the lock, in any mode, in this database. Takes nothing. */
export async function isLocked(client: pg.Client, name: LockName): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database AND d.datname = current_database()
     WHERE locktype = 'advisory' AND classid = $1 AND objid = $2 AND objsubid = 2 AND granted LIMIT 1`,
    [NAMESPACE, KEYS[name]],
  );
  return rows.length > 0;
}
