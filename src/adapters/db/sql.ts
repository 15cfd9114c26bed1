import type { PrismaClient } from './generated/client.ts';

/**
 * What the stores use of Prisma: one statement a call. Interactive transactions are left out on purpose: what must
 * happen together is one SQL function (prisma/migrations/…_rules), so a crash leaves all of it or nothing.
 */
export type Sql = Pick<PrismaClient, '$queryRaw' | '$executeRaw'>;

/** How a value comes back from a jsonb column: times and whole money as text. */
export type Stored<T> = T extends string
  ? T
  : T extends bigint | Date
    ? string
    : T extends object
      ? { readonly [K in keyof T]: Stored<T[K]> }
      : T;

/** JSON for a jsonb parameter; bigints become decimal strings, times ISO. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? item.toString() : item));

/** The one row of a statement that always has one. */
export function one<Row>(rows: readonly Row[]): Row {
  const row = rows[0];
  if (row === undefined) throw new Error('the database answered without a row');
  return row;
}
