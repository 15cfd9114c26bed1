import pg from 'pg';
import { UserError } from '../../core/errors.ts';
import { errorCode } from './embedded/layout.ts';

const CONNECT_MS = 5_000;

/** One connection of its own, for what a pool can't do: session locks and scripts. A UserError says what to check. */
export async function connect(url: string, timeoutMs: number = CONNECT_MS): Promise<pg.Client> {
  const client = makeClient(url, timeoutMs);
  // Without a listener a lost connection would end the process; whoever uses it sees its queries fail.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw toConnectError(client, error);
  }
}

export async function withConnection<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(url);
  try {
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function makeClient(url: string, timeoutMs: number): pg.Client {
  try {
    return new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: timeoutMs,
      keepAlive: true,
      application_name: 'previz',
    });
  } catch {
    // The cause would carry the whole address, password and all.
    throw new UserError(
      'database_url',
      'DATABASE_URL is not readable. It looks like postgres://user:password@host:5432/name.',
    );
  }
}

/** Codes: https://www.postgresql.org/docs/18/errcodes-appendix.html ; without one, PostgreSQL was not reached. */
function toConnectError({ host, port, database }: pg.Client, cause: unknown): unknown {
  const code = errorCode(cause) ?? '';
  const where = `${host}:${port}`;
  const options = { cause, facts: { host, port, database } };
  if (code.startsWith('28')) {
    return new UserError(
      'database_login',
      `The PostgreSQL at ${where} refuses the login. Check user and password in DATABASE_URL, and its pg_hba.conf.`,
      options,
    );
  }
  if (code === '3D000') {
    return new UserError(
      'database_missing',
      `The PostgreSQL at ${where} has no database "${database}". Create it, or correct DATABASE_URL.`,
      options,
    );
  }
  if (/^[0-9A-Z]{5}$/.test(code) && !NETWORK.has(code)) {
    return new UserError(
      'database_refused',
      `The PostgreSQL at ${where} takes no connection now (${code}). Look at its log, then try again.`,
      options,
    );
  }
  return new UserError(
    'database_unreachable',
    `No PostgreSQL answers at ${where}. Check that it runs, that host and port in DATABASE_URL are right, and that no firewall is between.`,
    options,
  );
}

/** System errors whose names look like PostgreSQL's five characters. */
const NETWORK = new Set(['EPIPE', 'EPERM']);
