import { join } from 'node:path';
import type { Layout } from './layout.ts';
import { run } from './run.ts';

/**
 * A file lock that the server inherits and that the kernel frees with its last process. It holds where process ids
 * don't: after their reuse, and between containers that share the folder but not a process table (two servers on one
 * folder would destroy it; PostgreSQL itself only looks at ids and memory of its own container).
 * `unknown`: this machine has no `flock` from util-linux; then ids alone decide.
 */
export type LockState = 'free' | 'held' | 'unknown';

const HELD = 77;
const FLOCK = ['-n', '-F', '-E', String(HELD)];

export async function askLock(layout: Layout): Promise<LockState> {
  if (process.platform !== 'linux') return 'unknown';
  const { status } = await run('flock', [...FLOCK, layout.lockFile, 'true']);
  if (status === 0) return 'free';
  return status === HELD ? 'held' : 'unknown';
}

/**
 * The words before a server's command line that take the lock, or end at once with LOCK_HELD. Whoever holds it knows
 * that a pid file lying there is stale, whatever runs under its number now.
 */
export function lockWords(layout: Layout): readonly string[] {
  const script = 'rm -f -- "$1"; shift; exec "$@"';
  return ['flock', ...FLOCK, layout.lockFile, 'sh', '-c', script, 'sh', join(layout.pgDir, 'postmaster.pid')];
}

export const LOCK_HELD = HELD;
