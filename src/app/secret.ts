import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { Config } from './config.ts';

const FILE = 'secret';

/**
 * What encrypts stored tokens and signs links: PREVIZ_SECRET, else, embedded, one that is made once into the data
 * folder. Several processes that share a database must be given the same one. Throws UserError `no_secret`.
 */
export async function readSecret({
  secret,
  databaseUrl,
  dataDir,
}: Pick<Config, 'secret' | 'databaseUrl' | 'dataDir'>): Promise<string> {
  if (secret !== null) return secret;
  if (databaseUrl !== null)
    throw new UserError(
      'no_secret',
      'PREVIZ_SECRET is not set. It encrypts stored tokens and signs links, and every process needs the same one. Make one with: openssl rand -hex 32',
    );
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, FILE);
  try {
    // Fails where it is there: two processes that start together end with one secret.
    await writeFile(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return (await readFile(path, 'utf8')).trim();
}

/** Null where nothing that is configured needs one. */
export const readSecretFor = async (config: Config): Promise<string | null> =>
  config.secret !== null || config.publicUrl !== null || config.slack?.workspaces.kind === 'many'
    ? readSecret(config)
    : null;
