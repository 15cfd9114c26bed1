import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface ClearStrays {
  readonly folder: string;
  /** Of these hashes, those that no row names. */
  readonly unnamed: (sha256s: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly now: Date;
}

/** As long a clip that didn't play may be looked at; a fetch that is still tried again is over long before. */
const KEPT_MS = 86_400_000;
/** More wait for the next round: naming is asked of whole tables. */
const AT_ONCE = 50;
const CLIP = /^([0-9a-f]{64})\.mp4$/;

/**
 * Clears away downloads that were stored and then proved to be no clip: files without a poster beside them, a day old,
 * that no row names. Resolves to how many went. May be repeated, and run in two processes at once.
 */
export async function clearStrays({ folder, unnamed, now }: ClearStrays): Promise<number> {
  const found = await findStrays(join(folder, 'takes'), now);
  const free = await unnamed(found.map(({ sha256 }) => sha256));
  let cleared = 0;
  for (const { path, sha256, changedAt } of found) {
    // Stored again meanwhile: the same bytes are wanted after all.
    if (!free.has(sha256) || (await changeOf(path)) !== changedAt) continue;
    await rm(path, { force: true });
    cleared += 1;
  }
  return cleared;
}

interface Stray {
  readonly path: string;
  readonly sha256: string;
  readonly changedAt: number;
}

async function findStrays(takes: string, now: Date): Promise<readonly Stray[]> {
  const strays: Stray[] = [];
  for (const shelf of await list(takes)) {
    const names = await list(join(takes, shelf));
    for (const name of names) {
      const sha256 = CLIP.exec(name)?.[1];
      if (sha256 === undefined || names.includes(`${sha256}.poster.jpg`)) continue;
      const path = join(takes, shelf, name);
      const changedAt = await changeOf(path);
      if (changedAt === null || now.getTime() - changedAt < KEPT_MS) continue;
      strays.push({ path, sha256, changedAt });
      if (strays.length === AT_ONCE) return strays;
    }
  }
  return strays;
}

const changeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );

const list = (folder: string): Promise<readonly string[]> => readdir(folder).catch((): readonly string[] => []);
