import { readFile, readlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, type Layout } from './layout.ts';
import { run } from './run.ts';

/** What a server wrote about itself into postmaster.pid. It stays there when the server dies without an orderly stop. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number | null;
  readonly isReady: boolean;
}

export async function readPostmaster(layout: Layout): Promise<Postmaster | null> {
  let text: string;
  try {
    text = await readFile(join(layout.pgDir, 'postmaster.pid'), 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EBUSY'].includes(errorCode(error) ?? '')) return null;
    throw error;
  }
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  const port = Number(lines[3] ?? 0);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, port: Number.isInteger(port) && port > 0 ? port : null, isReady: lines[7] === 'ready' };
}

/** Whether this process id is, now and on this machine, the server of this folder. A number alone says nothing: ids are used again. */
export async function isServerOf(layout: Layout, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform === 'linux') return isLinuxServerOf(layout, pid);
  if (process.platform === 'win32') {
    const { output } = await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']);
    return output.toLowerCase().includes('"postgres.exe"');
  }
  const { output } = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
  return output.includes('postgres') && output.includes(layout.pgDir);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** A server's working directory is its data folder. Another user's process hides that, but shows its name. */
async function isLinuxServerOf(layout: Layout, pid: number): Promise<boolean> {
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === layout.pgDir;
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes(errorCode(error) ?? '')) return false;
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
    return name.trim() === 'postgres';
  }
}

/** For machines without a lock: removes the pid file if it still says what was judged stale. */
export async function removeStalePid(layout: Layout, stale: Postmaster): Promise<void> {
  const now = await readPostmaster(layout);
  if (now === null || now.pid !== stale.pid || (await isServerOf(layout, now.pid))) return;
  await unlink(join(layout.pgDir, 'postmaster.pid')).catch(() => undefined);
}
