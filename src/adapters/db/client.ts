import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';

const POOL_SIZE = 15;
const MAX_NAMED = 250;
const STATEMENT_MS = 30_000;
const LOCK_MS = 10_000;
/** A transaction that its process forgot must not hold its rows for long. */
const IDLE_IN_TRANSACTION_MS = 15_000;

/**
 * The client of one process. Connects on first use. Prisma 7's pool would wait for a connection for ever, and keep a
 * dead one for ever; here both end.
 */
export function makePrisma(url: string, onPoolError: (error: Error) => void = () => undefined): PrismaClient {
  const adapter = new PrismaPg(
    {
      connectionString: url,
      max: POOL_SIZE,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      application_name: 'previz',
      statement_timeout: STATEMENT_MS,
      lock_timeout: LOCK_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    },
    { onPoolError, onConnectionError: onPoolError, statementNameGenerator: makeStatementNames() },
  );
  return new PrismaClient({ adapter });
}

/**
 * Names for statements, so that a connection plans each one once: planning costs PostgreSQL more than running most of
 * ours. Bounded, because each name is kept by every connection; what comes after stays unnamed.
 */
function makeStatementNames(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= MAX_NAMED) return '';
    const name = `previz_${names.size}`;
    names.set(sql, name);
    return name;
  };
}

/** Gives the connections back; what is under way ends first. */
export const disconnect = (prisma: PrismaClient): Promise<void> => prisma.$disconnect();
