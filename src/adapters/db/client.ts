import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';

const POOL_SIZE = 15;
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
    { onPoolError, onConnectionError: onPoolError },
  );
  return new PrismaClient({ adapter });
}

/** Gives the connections back; what is under way ends first. */
export const disconnect = (prisma: PrismaClient): Promise<void> => prisma.$disconnect();
