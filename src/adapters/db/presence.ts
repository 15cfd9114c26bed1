import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { connect } from './connect.ts';
import { removeServerNote, writeServerNote } from './embedded/server-note.ts';
import type { DatabaseLog } from './embedded/start-embedded-postgres.ts';
import { claimApp, leaveSeat, type Seat, takeSeat } from './join-embedded.ts';
import { isLocked, lockShared } from './locks.ts';

/** `app` is `previz start`; `command` is everything else. */
export type Role = 'app' | 'command';

export type OpenOptions = ({ readonly dataDir: string } | { readonly url: string }) & {
  readonly role: Role;
  readonly log: DatabaseLog;
};

export interface Database {
  readonly url: string;
  /** Whether an app works on this database now, this one included: it runs the takes that a command asks for. */
  isAppRunning(): Promise<boolean>;
  /** Leaves the page's address in the data folder, for people who start a second app. Nothing with an external database. */
  announce(pageUrl: string): Promise<void>;
  /** Call it last, when the pools are closed: the last one out stops the embedded server. May be repeated. */
  release(): Promise<void>;
}

/**
 * Opens the database for one process, and keeps a connection that says so for as long as the process lives.
 * Throws a UserError: `already_running` for a second app on a data folder, `database_…` when there is no database.
 */
export const openDatabase = (options: OpenOptions): Promise<Database> =>
  'url' in options ? openExternal(options.url, options) : openEmbedded(resolve(options.dataDir), options);

interface Opening {
  readonly role: Role;
  readonly log: DatabaseLog;
}

async function openEmbedded(dataDir: string, { role, log }: Opening): Promise<Database> {
  const enter = async () => {
    const seat = await takeSeat(dataDir, log);
    if (role === 'app') await claimApp(seat, dataDir).catch((error) => leaveAndThrow(seat, error));
    return seat;
  };
  const first = await enter();
  const enterAgain = async () => {
    const seat = await enter();
    // Pools keep the first address. The port is remembered, so this needs another program to take it in between.
    if (seat.server.url !== first.server.url)
      log.error({ folder: dataDir }, 'the database has another port now; restart');
    return seat;
  };
  const held = hold(first, { enter: enterAgain, clientOf: (seat) => seat.client, log });
  return {
    url: first.server.url,
    isAppRunning: async () => isLocked((await held.current()).client, 'app'),
    announce: (url) => writeServerNote(dataDir, { pid: process.pid, url }),
    release: () =>
      held.release(async (seat) => {
        if (role === 'app') await removeServerNote(dataDir);
        await leaveSeat(seat);
      }),
  };
}

async function leaveAndThrow(seat: Seat, error: unknown): Promise<never> {
  await leaveSeat(seat);
  throw error;
}

async function openExternal(url: string, { role, log }: Opening): Promise<Database> {
  const enter = async () => {
    const client = await connect(url);
    if (role === 'app') await lockShared(client, 'app');
    return client;
  };
  const held = hold(await enter(), { enter, clientOf: (client) => client, log });
  return {
    url,
    isAppRunning: async () => isLocked(await held.current(), 'app'),
    announce: async () => undefined,
    release: () => held.release((client) => client.end()),
  };
}

interface Holding<T> {
  readonly enter: () => Promise<T>;
  readonly clientOf: (held: T) => pg.Client;
  readonly log: DatabaseLog;
}

const MAX_PAUSE_MS = 5_000;

/** Keeps something with a connection: when that is lost (the server crashed or was restarted), it is entered anew. */
function hold<T>(first: T, { enter, clientOf, log }: Holding<T>) {
  let current: Promise<T> = (async (): Promise<T> => first)();
  let leaving: Promise<void> | null = null;
  const watch = (held: T): T => {
    clientOf(held).once('end', () => {
      if (leaving !== null) return;
      log.warn({}, 'the connection to the database was lost; opening it again');
      current = enterAgain();
      current.catch(() => undefined);
    });
    return held;
  };
  const enterAgain = async (): Promise<T> => {
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
      try {
        return watch(await enter());
      } catch (error) {
        if (leaving !== null) throw error;
        log.error({ error }, 'the database can not be opened again yet');
        await sleep(pauseMs);
      }
    }
  };
  watch(first);
  return {
    current: () => current,
    release: (leave: (held: T) => Promise<void>): Promise<void> => {
      leaving ??= current
        .then(leave)
        .catch((error: unknown) => log.warn({ error }, 'the database was left without a goodbye'));
      return leaving;
    },
  };
}
