import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, expect } from 'vitest';
import { z } from 'zod';
import { startEmbeddedPostgres } from '../../src/adapters/db/embedded/start-embedded-postgres.ts';
import type { Role } from '../../src/adapters/db/presence.ts';

export const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };

const PROCESS = fileURLToPath(new URL('./database-process.ts', import.meta.url));
const Line = z.object({ url: z.string().optional(), code: z.string().optional(), message: z.string().optional() });

export interface DatabaseProcess {
  readonly pid: number;
  readonly said: z.infer<typeof Line>;
  /** Lets it leave in order; resolves when it has ended. */
  leave(): Promise<void>;
  kill(): Promise<void>;
}

interface Room {
  /** A data folder with mode 0700 whose database is made already; servers and processes on it are ended after the test. */
  makeFolder(): Promise<string>;
  /** The same, empty. */
  makeBareFolder(): Promise<string>;
  startProcess(dataDir: string, role: Role, env?: NodeJS.ProcessEnv): Promise<DatabaseProcess>;
}

/** Folders and processes for one test, cleared away after it, whatever became of them. */
export function withEmbedded(): Room {
  const folders: string[] = [];
  const children: ChildProcess[] = [];
  let model: string | null = null;
  const makeBareFolder = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'previz-embedded-'));
    folders.push(folder);
    return folder;
  };
  afterEach(async () => {
    for (const child of children.splice(0)) await end(child, 'SIGKILL');
    for (const folder of folders.splice(0)) await clear(folder);
  });
  afterAll(async () => {
    if (model !== null) await clear(model);
  });
  return {
    makeFolder: async () => {
      model ??= await makeModel();
      const folder = await makeBareFolder();
      await promisify(execFile)('cp', ['-a', join(model, 'postgres'), folder]);
      return folder;
    },
    makeBareFolder,
    startProcess: async (dataDir, role, env = process.env) => {
      const child = spawn(process.execPath, [PROCESS, dataDir, role], {
        stdio: ['pipe', 'pipe', 'inherit'],
        detached: true,
        env,
      });
      children.push(child);
      return toProcess(child);
    },
  };
}

/** Copying a database is quicker than making one. */
async function makeModel(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'previz-embedded-'));
  await (await startEmbeddedPostgres({ dataDir: folder, log: QUIET })).stop();
  return folder;
}

async function toProcess(child: ChildProcess): Promise<DatabaseProcess> {
  if (child.stdout === null || child.pid === undefined) throw new Error('the process did not start');
  const [line] = await once(createInterface(child.stdout), 'line');
  return {
    pid: child.pid,
    said: Line.parse(JSON.parse(String(line))),
    leave: async () => {
      child.stdin?.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
    kill: () => end(child, 'SIGKILL'),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

async function clear(folder: string): Promise<void> {
  const pid = await readServerPid(folder);
  if (pid !== null) await killServer(folder);
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
}

/** Null when no pid file is there. */
export async function readServerPid(dataDir: string): Promise<number | null> {
  const text = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => null);
  return text === null ? null : Number(text.split('\n')[0]);
}

/** Ends the server as a power cut would, and waits until its port is silent. */
export async function killServer(dataDir: string): Promise<void> {
  const pid = await readServerPid(dataDir);
  if (pid === null || pid === process.pid || !(await isServer(pid, dataDir))) return;
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => isServer(pid, dataDir), { timeout: 5_000, interval: 10 }).toBe(false);
}

/** Whether the process is the folder's server; a dead one that nobody has collected yet is not. */
export async function isServer(pid: number, dataDir: string): Promise<boolean> {
  const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return words.includes(join(dataDir, 'postgres'));
}

export async function askServer(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
