import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { UserError } from '../../core/errors.ts';
import { connect } from './connect.ts';
import { readServerNote } from './embedded/server-note.ts';
import { type DatabaseLog, type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/start-embedded-postgres.ts';
import { lockShared, tryLock, unlockAll } from './locks.ts';

/** One process's place at a server: while its connection lives, nobody else stops the server. */
export interface Seat {
  readonly server: EmbeddedPostgres;
  readonly client: pg.Client;
}

const MAX_TRIES = 20;
const GONE_MS = 500;

/**
 * Joins the folder's server, or starts one. A server that the last one out is just stopping breaks the connection;
 * then there is none any more, and the next round starts one.
 */
export async function takeSeat(dataDir: string, log: DatabaseLog): Promise<Seat> {
  for (let tries = 1; ; tries += 1) {
    const server = await startEmbeddedPostgres({ dataDir, log });
    let client: pg.Client | null = null;
    try {
      client = await connect(server.url);
      await lockShared(client, 'presence');
      return { server, client };
    } catch (error) {
      await client?.end().catch(() => undefined);
      if (tries === MAX_TRIES) throw error;
      log.info({ folder: dataDir, tries }, 'the database was just being stopped; trying again');
    }
  }
}

/** The last one out stops the server. Of two who leave at once, one finds the other gone. */
export async function leaveSeat({ server, client }: Seat): Promise<void> {
  try {
    await unlockAll(client);
    if (await tryLock(client, 'presence')) await server.stop();
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Only one app a data folder. Throws `already_running` with what is known about the other. */
export async function claimApp(seat: Seat, dataDir: string): Promise<void> {
  // The server takes a moment to notice that a killed app is gone.
  for (const since = performance.now(); performance.now() - since < GONE_MS; await sleep(50)) {
    if (await tryLock(seat.client, 'app')) return;
  }
  const note = await readServerNote(dataDir);
  const where = note === null ? '' : ` (process ${note.pid}, ${note.url})`;
  throw new UserError(
    'already_running',
    `Previz already runs on the data folder ${dataDir}${where}. Use that one, stop it, or set PREVIZ_DATA to another folder.`,
    { facts: { folder: dataDir, pid: note?.pid ?? null, url: note?.url ?? null } },
  );
}
