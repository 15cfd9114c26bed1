import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../../core/errors.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { type Found, findServer, type RunningServer } from './find-server.ts';
import { type Launched, launch } from './launch.ts';
import { type Layout, prepareLayout } from './layout.ts';
import { choosePort, rememberPort } from './port.ts';
import { type Postmaster, removeStalePid } from './postmaster.ts';
import { decideRunAs } from './run-as.ts';
import { askLock } from './server-lock.ts';
import type { Settings } from './settings.ts';
import { stopServer } from './stop-server.ts';

export interface DatabaseLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface EmbeddedPostgres {
  readonly url: string;
  /** The server ran already: left behind by a killed process, or shared with a living one. */
  readonly adopted: boolean;
  /** Stops the server for everybody. May be repeated. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log: DatabaseLog;
  readonly settings?: Settings;
  /** How long a server that does not let us in is waited for; without it, as long as the reason deserves. */
  readonly patienceMs?: number;
}

const RETRY_MS = 50;
const MAX_LAUNCHES = 10;
/** A stopping server writes its buffers down first; a recovering one reads its log. */
const SILENT_MS = 20_000;
const RECOVERING_MS = 120_000;
const ELSEWHERE_MS = 10_000;

/**
 * The server of a data folder: the one that runs, or a new one, made on first use. Any number of processes may call
 * this at once; all get the same server. Throws a UserError that says what to do when there can be none.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const layout = await prepareLayout(options.dataDir);
  const binaries = await findBinaries(layout);
  const since = performance.now();
  let launched: Launched | null = null;
  for (let launches = 0; ; ) {
    const found = await findServer(layout);
    if (found.kind === 'ours')
      return toEmbedded(layout, binaries, { ...found, adopted: launched !== 'ready' && launched !== 'slow' });
    if (found.kind === 'none' && launches < MAX_LAUNCHES) {
      launched = await makeAndLaunch(layout, binaries, {
        ...options,
        stale: found.stale,
        isPortTaken: launched === 'port-taken',
      });
      launches += 1;
      if (launched === 'ready') continue;
    } else if (performance.now() - since > (options.patienceMs ?? patienceMs(found))) {
      throw stuck(layout, found);
    }
    await sleep(RETRY_MS);
  }
}

function toEmbedded(layout: Layout, binaries: Binaries, running: { server: RunningServer; adopted: boolean }) {
  const stop = () => stopServer(layout, binaries, running.server);
  return { url: running.server.url, adopted: running.adopted, stop };
}

interface Attempt extends EmbeddedOptions {
  readonly stale: Postmaster | null;
  /** The remembered port was taken by another program. */
  readonly isPortTaken: boolean;
}

async function makeAndLaunch(layout: Layout, binaries: Binaries, attempt: Attempt): Promise<Launched> {
  const { log, stale, isPortTaken, settings = {} } = attempt;
  const started = performance.now();
  const as = await decideRunAs(layout, binaries);
  await ensureCluster(layout, binaries, as);
  const isLocking = (await askLock(layout)) !== 'unknown';
  if (stale !== null) log.warn({ folder: layout.pgDir, pid: stale.pid }, 'the database was not stopped; recovering it');
  if (stale !== null && !isLocking) await removeStalePid(layout, stale);
  const port = await choosePort(layout, !isPortTaken);
  const launched = await launch({ layout, binaries, as, port, settings, isLocking });
  if (launched !== 'ready') return launched;
  await rememberPort(layout, port);
  log.info({ folder: layout.pgDir, port, ms: Math.round(performance.now() - started) }, 'database started');
  return launched;
}

function patienceMs(found: Found): number {
  if (found.kind !== 'busy') return 0;
  if (found.answer === 'starting') return RECOVERING_MS;
  return found.isHere ? SILENT_MS : ELSEWHERE_MS;
}

function stuck(layout: Layout, found: Found): UserError {
  const folder = layout.pgDir;
  if (found.kind !== 'busy') {
    return new UserError('database_start', `The built-in database does not stay up. See ${layout.logFile}.`, {
      facts: { folder },
    });
  }
  const facts = { folder, pid: found.pid };
  if (!found.isHere) {
    return new UserError(
      'database_elsewhere',
      `Another container or machine runs the database in ${folder}. Run the command there (docker compose exec, not run), or stop it first.`,
      { facts },
    );
  }
  return new UserError(
    'database_busy',
    `The database server in ${folder} (process ${found.pid}) runs but does not answer yet. Wait and try again; if that does not help, end that process.`,
    { facts },
  );
}
