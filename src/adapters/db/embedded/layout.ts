import { access, constants, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../../../core/errors.ts';

/** Where the parts of an embedded server lie. All paths are absolute and free of links, so that they can be compared. */
export interface Layout {
  readonly dataDir: string;
  /** PostgreSQL's own data folder. It appears at once, complete, by a rename. */
  readonly pgDir: string;
  /** Held by the server for as long as one of its processes lives (`server-lock.ts`). */
  readonly lockFile: string;
  readonly logFile: string;
  /** The port of the last start, so that the address stays the same. */
  readonly portFile: string;
  /** Links to the server's libraries, for when the package itself can't be written. */
  readonly libDir: string;
}

/** Makes the data folder where it is missing; a UserError says what to do when that is not allowed. */
export async function prepareLayout(dataDir: string): Promise<Layout> {
  return toLayout(await prepareDataFolder(dataDir));
}

/** The folder's absolute path without links. Throws the same UserError. */
export async function prepareDataFolder(dataDir: string): Promise<string> {
  const wanted = resolve(dataDir);
  try {
    await makeFolder(wanted);
    await access(wanted, constants.R_OK | constants.W_OK | constants.X_OK);
    return await realpath(wanted);
  } catch (error) {
    throw toFolderError(wanted, error);
  }
}

/** Folder by folder: Node's own recursive mkdir never ends where a parent is there and nothing can be made in it (/proc). */
async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path, { mode: 0o700 }).catch(async (error: unknown) => {
    // Of two that start together, one finds it made.
    if (errorCode(error) !== 'EEXIST' || !(await isFolder(path))) throw error;
  });
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

function toLayout(dataDir: string): Layout {
  return {
    dataDir,
    pgDir: join(dataDir, 'postgres'),
    lockFile: join(dataDir, 'postgres.lock'),
    logFile: join(dataDir, 'postgres.log'),
    portFile: join(dataDir, 'postgres.port'),
    libDir: join(dataDir, 'postgres-lib'),
  };
}

/** What a person can do about a folder that can't be used. Errors that are not about folders come back as they are. */
export function toFolderError(folder: string, error: unknown): unknown {
  const options = { cause: error, facts: { folder } };
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(folder, options);
    case 'EACCES':
    case 'ENOENT':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
      return new UserError(
        'database_folder',
        `The data folder ${folder} can't be written. Make it writable for the user that runs Previz, or name another one in PREVIZ_DATA.`,
        options,
      );
    default:
      return error;
  }
}

export function diskFull(
  folder: string,
  options: { cause?: unknown; facts?: Record<string, unknown> } = {},
): UserError {
  return new UserError(
    'database_disk_full',
    `The disk that holds ${folder} is full. Free at least 200 MB, or name a folder on another disk in PREVIZ_DATA.`,
    options,
  );
}

/** The `code` of a system or PostgreSQL error; null when there is none. */
export function errorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
