import { spawn } from 'node:child_process';
import { open, rename, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../../core/errors.ts';
import type { Binaries } from './binaries.ts';
import { diskFull, type Layout, toFolderError } from './layout.ts';
import { readPostmaster } from './postmaster.ts';
import { run } from './run.ts';
import type { RunAs } from './run-as.ts';
import { LOCK_HELD, lockWords } from './server-lock.ts';
import { type Settings, settingWords } from './settings.ts';

/**
 * `slow`: it runs, but is not ready yet; a long recovery must not be broken off. `lost`: somebody else started a server
 * on the folder first. `port-taken`: another program listens there.
 */
export type Launched = 'ready' | 'slow' | 'lost' | 'port-taken';

interface Launch {
  readonly layout: Layout;
  readonly binaries: Binaries;
  readonly as: RunAs;
  readonly port: number;
  readonly settings: Settings;
  readonly isLocking: boolean;
}

const POLL_MS = 10;
const READY_MS = 60_000;
const MAX_LOG_BYTES = 1_000_000;

/**
 * Starts a server that outlives this process (a `kill -9` of the app must not cost a crash recovery) and that a
 * terminal's Ctrl-C does not reach (the app stops it, in order): a process group of its own, output to a file.
 */
export async function launch(options: Launch): Promise<Launched> {
  const log = await openLog(options.layout);
  try {
    const ended = process.platform === 'win32' ? await startByPgCtl(options) : await startDirectly(options, log.fd);
    if (typeof ended === 'string') return ended;
    const output = await readFrom(options.layout, log.offset);
    return toLaunched(options.layout, ended, output);
  } finally {
    await log.close();
  }
}

async function startDirectly(options: Launch, logFd: number): Promise<'ready' | 'slow' | number> {
  const { layout, binaries, as, port, settings, isLocking } = options;
  const command = [binaries.postgres, '-D', layout.pgDir, ...settingWords(port, settings)];
  const [file, ...args] = [...(isLocking ? lockWords(layout) : []), ...as.words, ...command];
  const child = spawn(file ?? binaries.postgres, args, {
    detached: true,
    stdio: ['ignore', logFd, logFd],
    cwd: '/',
    env: binaries.env,
    ...(as.ids ?? {}),
  });
  let status: number | null = null;
  child.on('exit', (code) => {
    status = code ?? -1;
  });
  child.on('error', () => {
    status = -1;
  });
  child.unref();
  for (let waited = 0; status === null; waited += POLL_MS) {
    const postmaster = await readPostmaster(layout);
    if (postmaster?.pid === child.pid && postmaster?.isReady === true) return 'ready';
    if (waited > READY_MS) return 'slow';
    await sleep(POLL_MS);
  }
  return status;
}

/** Windows: only pg_ctl can drop an administrator's rights, which PostgreSQL refuses. */
async function startByPgCtl({ layout, binaries, port, settings }: Launch): Promise<'ready' | number> {
  const words = settingWords(port, settings).map((word) => `"${word}"`);
  const args = ['start', '-w', '-t', '60', '-D', layout.pgDir, '-l', layout.logFile, '-o', words.join(' ')];
  const { status } = await run(binaries.pgCtl, args, { env: binaries.env });
  return status === 0 ? 'ready' : (status ?? -1);
}

async function openLog({ dataDir, logFile }: Layout) {
  try {
    const { size } = await stat(logFile).catch(() => ({ size: 0 }));
    if (size > MAX_LOG_BYTES) await rename(logFile, `${logFile}.1`);
    const file = await open(logFile, 'a', 0o600);
    const offset = (await file.stat()).size;
    return { fd: file.fd, offset, close: () => file.close() };
  } catch (error) {
    throw toFolderError(dataDir, error);
  }
}

async function readFrom({ logFile }: Layout, offset: number): Promise<string> {
  const file = await open(logFile, 'r');
  try {
    const { size } = await file.stat();
    const length = Math.max(0, Math.min(size - offset, 20_000));
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(length), position: offset });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** A server that ends before it is ready says why in its log, in English (LC_ALL=C), and nowhere else. */
function toLaunched(layout: Layout, status: number, output: string): Launched {
  if (status === LOCK_HELD || output.includes('lock file "postmaster.pid" already exists')) return 'lost';
  if (output.includes('Address already in use')) return 'port-taken';
  const facts = { folder: layout.dataDir, status, output };
  if (output.includes('No space left on device')) throw diskFull(layout.dataDir, { facts });
  throw new UserError(
    'database_start',
    `The built-in database does not start: ${lastWords(output)}. More in ${layout.logFile}. ` +
      'Set DATABASE_URL to use a PostgreSQL of your own.',
    { facts },
  );
}

const lastWords = (output: string): string =>
  output
    .split('\n')
    .filter((line) => /FATAL|PANIC|ERROR|error|denied|not found/.test(line))
    .at(-1)
    ?.replace(/^.*?(?:FATAL|PANIC): +/, '') ?? 'it gave no reason';
