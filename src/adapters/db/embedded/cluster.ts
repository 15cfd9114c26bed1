import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../../core/errors.ts';
import { type Binaries, notRunnable } from './binaries.ts';
import { passwordFile, ROLE } from './find-server.ts';
import { diskFull, errorCode, type Layout, toFolderError } from './layout.ts';
import { run } from './run.ts';
import type { RunAs } from './run-as.ts';

const WORKSHOP = 'postgres-new-';
const LEFTOVER_MS = 600_000;
const NEEDED_BYTES = 150_000_000;

/**
 * Makes PostgreSQL's data folder on first use. It is made under another name and renamed when complete, so a crash
 * leaves nothing half-made, and of two processes that start together the slower one throws its own away.
 */
export async function ensureCluster(layout: Layout, binaries: Binaries, as: RunAs): Promise<void> {
  const found = await readVersion(layout);
  if (found !== null && found !== binaries.major) throw otherVersion(layout, found, binaries.major);
  if (found !== null) return giveTo(as, layout.pgDir);
  await checkRoom(layout);
  try {
    await removeLeftovers(layout);
    const workshop = await mkdtemp(join(layout.dataDir, WORKSHOP));
    try {
      await initialise(workshop, { layout, binaries, as });
    } finally {
      await rm(workshop, { recursive: true, force: true });
    }
  } catch (error) {
    throw toFolderError(layout.dataDir, error);
  }
}

/** A killed process can't tidy up; a young folder may be somebody else's, at work. */
async function removeLeftovers({ dataDir }: Layout): Promise<void> {
  const names = (await readdir(dataDir)).filter((name) => name.startsWith(WORKSHOP));
  for (const path of names.map((name) => join(dataDir, name))) {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > LEFTOVER_MS) await rm(path, { recursive: true, force: true });
  }
}

async function readVersion(layout: Layout): Promise<string | null> {
  try {
    return (await readFile(join(layout.pgDir, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw toFolderError(layout.pgDir, error);
  }
}

function otherVersion(layout: Layout, found: string, needed: string): UserError {
  return new UserError(
    'database_version',
    `The database in ${layout.pgDir} was made by PostgreSQL ${found}; this Previz runs PostgreSQL ${needed}. ` +
      `Use the Previz that made it, or dump it with PostgreSQL ${found}, set PREVIZ_DATA to a new folder and load the dump there.`,
    { facts: { folder: layout.pgDir, found, needed } },
  );
}

async function checkRoom({ dataDir }: Layout): Promise<void> {
  const disk = await statfs(dataDir).catch(() => null);
  if (disk !== null && disk.bavail * disk.bsize < NEEDED_BYTES) throw diskFull(dataDir);
}

interface Making {
  readonly layout: Layout;
  readonly binaries: Binaries;
  readonly as: RunAs;
}

async function initialise(workshop: string, { layout, binaries, as }: Making): Promise<void> {
  const data = join(workshop, 'data');
  const password = join(workshop, 'password');
  await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  await mkdir(data, { mode: 0o700 });
  await giveTo(as, workshop);
  const [file, ...args] = [...as.words, binaries.initdb, ...initOptions(data, password)];
  const { status, output } = await run(file ?? binaries.initdb, args, { env: binaries.env, ids: as.ids });
  // Not found: also what a missing library or loader looks like.
  if (status === null || status === 127) throw notRunnable(binaries, output);
  if (status !== 0) throw toInitError(layout, output);
  await rename(password, passwordFile(data));
  await rename(data, layout.pgDir).catch((error: unknown) => {
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(errorCode(error) ?? '')) throw error;
  });
}

/** The built-in C.UTF-8 sorts the same on every machine and libc; without syncing, because the folder is not in use yet. */
const initOptions = (data: string, password: string): readonly string[] => [
  ...['-D', data, '-U', ROLE, `--pwfile=${password}`, '-A', 'scram-sha-256'],
  ...['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ...['--no-sync', '--no-instructions'],
];

/** initdb answers with text alone. */
function toInitError(layout: Layout, output: string): UserError {
  const facts = { folder: layout.dataDir, output };
  if (output.includes('No space left on device')) return diskFull(layout.dataDir, { facts });
  return new UserError(
    'database_init',
    `The built-in database could not be made in ${layout.dataDir}: ${output.trim().split('\n').at(-1) ?? 'no reason given'}. ` +
      'Set PREVIZ_DATA to another folder, or DATABASE_URL to a PostgreSQL of your own.',
    { facts },
  );
}

async function giveTo(as: RunAs, folder: string): Promise<void> {
  if (as.owner === null) return;
  const { status, output } = await run('chown', ['-R', '-h', `${as.owner.uid}:${as.owner.gid}`, folder]);
  if (status !== 0)
    throw new UserError('database_folder', `${folder} can't be given to the database's user: ${output}`);
}
