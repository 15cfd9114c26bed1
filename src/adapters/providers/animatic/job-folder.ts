import { createHash } from 'node:crypto';
import { access, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AnimaticSpec } from './spec.ts';

/**
 * One render's files: the spec, the clip once it is complete, a lock while somebody renders, a mark once it was
 * canceled. What several processes must agree on lies here; nothing else is shared.
 */
export interface JobFolder {
  readonly path: string;
  readonly clipPath: string;
  readonly writeSpec: (spec: AnimaticSpec) => Promise<void>;
  readonly isDone: () => Promise<boolean>;
  readonly markCanceled: () => Promise<void>;
  readonly isCanceled: () => Promise<boolean>;
  /** True when the lock is ours now: nobody held it, or who held it has died; what it left half done is removed. */
  readonly lock: () => Promise<boolean>;
  readonly unlock: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

const Holder = z.object({ pid: z.number().int(), born: z.string().nullable() });
type Holder = z.infer<typeof Holder>;

export function jobFolder(root: string, jobId: string): JobFolder {
  const path = join(root, toName(jobId));
  const at = (name: string): string => join(path, name);
  return {
    path,
    clipPath: at('clip.mp4'),
    async writeSpec(spec) {
      await mkdir(path, { recursive: true });
      const draft = at(`spec-${process.pid}.part`);
      await writeFile(draft, JSON.stringify(AnimaticSpec.parse(spec)));
      await rename(draft, at('spec.json'));
    },
    isDone: () => exists(at('clip.mp4')),
    markCanceled: async () => {
      await mkdir(path, { recursive: true });
      await writeFile(at('canceled'), '');
    },
    isCanceled: () => exists(at('canceled')),
    lock: async () => {
      await mkdir(path, { recursive: true });
      if (!(await takeLock(at('lock')))) return false;
      const left = (await readdir(path)).filter((name) => name.endsWith('.parts'));
      await Promise.all(left.map((name) => rm(at(name), { recursive: true, force: true })));
      return true;
    },
    unlock: () => rm(at('lock'), { force: true }),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

/** Ids of ours are their own names; anything else is named by its hash, so that no id can point outside. */
const toName = (jobId: string): string =>
  /^[\w-]{1,80}$/.test(jobId) ? jobId : createHash('sha256').update(jobId).digest('hex');

async function takeLock(path: string): Promise<boolean> {
  if (await createLock(path)) return true;
  const holder = await readHolder(path);
  if (holder !== null && (await isAlive(holder))) return false;
  // Two who see the same dead holder: one wins the rename of the old lock, the other finds the new one.
  const stale = `${path}-${process.pid}-stale`;
  try {
    await rename(path, stale);
  } catch {
    return false;
  }
  await rm(stale, { force: true });
  return createLock(path);
}

async function createLock(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(JSON.stringify({ pid: process.pid, born: await readBirth(process.pid) } satisfies Holder));
    await file.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    return Holder.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

/** A number is given out again after a restart, in a container at once: the birth tells two processes apart. */
async function isAlive({ pid, born }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return born === null || born === (await readBirth(pid));
}

/** Clock ticks from boot to the start of the process; null where the system does not tell (macOS). */
async function readBirth(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
