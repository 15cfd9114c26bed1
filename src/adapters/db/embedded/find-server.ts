import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { UserError } from '../../../core/errors.ts';
import { errorCode, type Layout } from './layout.ts';
import { isServerOf, type Postmaster, readPostmaster } from './postmaster.ts';
import { askLock } from './server-lock.ts';

export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  readonly url: string;
}

/**
 * `busy`: a server of this folder is starting, recovering or stopping; ask again. `isHere` is false when it is known
 * only by its lock. `none`: surely no server; a pid file that may still lie there is `stale`.
 */
export type Found =
  | { readonly kind: 'ours'; readonly server: RunningServer }
  | { readonly kind: 'busy'; readonly pid: number | null; readonly answer: Answer | null; readonly isHere: boolean }
  | { readonly kind: 'none'; readonly stale: Postmaster | null };

type Answer = 'ours' | 'starting' | 'other' | 'silent';

export const ROLE = 'previz';
const ANSWER_MS = 2_000;

/** Looks for a server that already runs on the folder. Throws a UserError when there is one that does not let us in. */
export async function findServer(layout: Layout): Promise<Found> {
  const postmaster = await readPostmaster(layout);
  if (postmaster === null) {
    const lock = await askLock(layout);
    return lock === 'held' ? { kind: 'busy', pid: null, answer: null, isHere: false } : { kind: 'none', stale: null };
  }
  const { pid, port } = postmaster;
  const url = port === null ? null : await serverUrl(layout, port);
  const answer = url === null ? 'silent' : await ask(layout, url);
  if (answer === 'ours' && url !== null && port !== null) return { kind: 'ours', server: { pid, port, url } };

  const isHere = await isServerOf(layout, pid);
  if (answer === 'other' && isHere) throw foreignServer(layout, postmaster);
  if (isHere || (await askLock(layout)) === 'held') return { kind: 'busy', pid, answer, isHere };
  return { kind: 'none', stale: postmaster };
}

/** Null when the folder has no password of ours: then no server on it can be ours either. */
export async function serverUrl(layout: Layout, port: number): Promise<string | null> {
  const password = await readFile(passwordFile(layout.pgDir), 'utf8').catch(() => null);
  return password === null ? null : `postgres://${ROLE}:${password.trim()}@127.0.0.1:${port}/postgres`;
}

export const passwordFile = (pgDir: string): string => join(pgDir, 'previz.password');

/** Who answers on the remembered port: after a crash it may be another program, or another folder's server. */
async function ask(layout: Layout, url: string): Promise<Answer> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: ANSWER_MS, query_timeout: ANSWER_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>(`select current_setting('data_directory') as folder`);
    return resolve(rows[0]?.folder ?? '') === layout.pgDir ? 'ours' : 'other';
  } catch (error) {
    return toAnswer(errorCode(error));
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Codes: https://www.postgresql.org/docs/18/errcodes-appendix.html */
function toAnswer(code: string | null): Answer {
  if (code === '57P03' || code === '57P01' || code === '53300') return 'starting';
  if (code?.startsWith('28') === true || code === '3D000') return 'other';
  return 'silent';
}

function foreignServer(layout: Layout, { pid, port }: Postmaster): UserError {
  return new UserError(
    'database_foreign',
    `A PostgreSQL server (process ${pid}, port ${port}) runs on ${layout.pgDir} but refuses Previz's password. ` +
      'Stop that server, or set PREVIZ_DATA to another folder.',
    { facts: { folder: layout.pgDir, pid, port } },
  );
}
