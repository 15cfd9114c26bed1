import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import type { RunningServer } from './find-server.ts';
import type { Layout } from './layout.ts';
import { isServerOf, readPostmaster } from './postmaster.ts';
import { run } from './run.ts';

const POLL_MS = 10;
const FAST_MS = 30_000;
const IMMEDIATE_MS = 5_000;

/**
 * Stops the server: connections are cut, everything is written down. After half a minute it is ended at once instead;
 * that loses nothing, the next start only takes longer. Does nothing when this server has gone already.
 */
export async function stopServer(layout: Layout, binaries: Binaries, server: RunningServer): Promise<void> {
  if (!(await isStill(layout, server))) return;
  if (process.platform === 'win32') {
    await run(binaries.pgCtl, ['stop', '-w', '-m', 'fast', '-D', layout.pgDir], { env: binaries.env });
    return;
  }
  signal(server.pid, 'SIGINT');
  if (await isGone(layout, server, FAST_MS)) return;
  signal(server.pid, 'SIGQUIT');
  await isGone(layout, server, IMMEDIATE_MS);
}

/** A container may see the folder and the port of a server, but other processes under its numbers: those are left alone. */
async function isStill(layout: Layout, server: RunningServer): Promise<boolean> {
  return (await readPostmaster(layout))?.pid === server.pid && (await isServerOf(layout, server.pid));
}

/** The pid file is removed last. The process itself may stay in the table for long, when nobody collects orphans. */
async function isGone(layout: Layout, server: RunningServer, timeoutMs: number): Promise<boolean> {
  for (let waited = 0; waited < timeoutMs; waited += POLL_MS) {
    if ((await readPostmaster(layout))?.pid !== server.pid) return true;
    await sleep(POLL_MS);
  }
  return !(await isStill(layout, server));
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended between the look and the signal.
  }
}
