import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareDataFolder } from '../../adapters/db/embedded/layout.ts';
import { migrate } from '../../adapters/db/migrate.ts';
import type { openDatabase } from '../../adapters/db/presence.ts';
import { loadModels } from '../../adapters/models/load-models.ts';
import { loadTemplates } from '../../adapters/templates/load-templates.ts';
import type { Config } from '../config.ts';
import { fromRoot } from '../from-root.ts';
import { makeLog } from '../make-log.ts';
import { checkAnimatic } from './check-animatic.ts';
import { checkDigests } from './check-digests.ts';
import { checkDiscord } from './check-discord.ts';
import { checkProviders } from './check-providers.ts';
import { checkQueue } from './check-queue.ts';
import { checkSlack } from './check-slack.ts';

/** What was found of one part: well, worth knowing, or wrong with what to do about it. */
export interface Finding {
  readonly kind: 'well' | 'note' | 'wrong';
  readonly part: string;
  readonly text: string;
}

const LEAST_ROOM = 1024 ** 3;

/** Tries every configured part for real. A part that throws is a finding, never the end of the round. */
export async function checkAll(
  config: Config,
  { openDatabase: open }: { readonly openDatabase: typeof openDatabase },
): Promise<readonly Finding[]> {
  const checks: readonly [string, () => Promise<readonly Finding[]>][] = [
    ['node', checkNode],
    ['data', () => checkFolder(config)],
    ['database', () => checkDatabase(config, open)],
    [
      'templates',
      async () => [
        well(
          'templates',
          `${(await loadTemplates({ builtInFolder: fromRoot('templates'), teamFolder: config.templates })).size} can be used`,
        ),
      ],
    ],
    [
      'models',
      async () => [
        well(
          'models',
          `${(await loadModels({ builtInFile: fromRoot('models/catalog.json'), teamFile: config.models })).size} in the catalogue`,
        ),
      ],
    ],
    ['animatic', () => checkAnimatic()],
    ['providers', () => checkProviders(config.providers)],
  ];
  const findings: Finding[] = [];
  for (const [part, check] of checks) {
    try {
      findings.push(...(await check()));
    } catch (error) {
      findings.push({ kind: 'wrong', part, text: error instanceof Error ? error.message : String(error) });
    }
  }
  return findings;
}

const well = (part: string, text: string): Finding => ({ kind: 'well', part, text });

async function checkNode(): Promise<readonly Finding[]> {
  return [well('node', process.version)];
}

async function checkFolder({ dataDir }: Config): Promise<readonly Finding[]> {
  await prepareDataFolder(dataDir);
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  const media = await sizeOf(join(dataDir, 'media'));
  const text = `${dataDir}: media ${toSize(media)}, ${toSize(free)} free`;
  if (free < LEAST_ROOM)
    return [
      {
        kind: 'wrong',
        part: 'data',
        text: `${text}. Below 1 GiB new takes are refused: free some room, or move PREVIZ_DATA.`,
      },
    ];
  return [well('data', text)];
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

const toSize = (bytes: number): string =>
  bytes < 1024 ** 3 ? `${(bytes / 1024 ** 2).toFixed(1)} MiB` : `${(bytes / 1024 ** 3).toFixed(1)} GiB`;

async function checkDatabase(config: Config, open: typeof openDatabase): Promise<readonly Finding[]> {
  const where = config.databaseUrl === null ? { dataDir: config.dataDir } : { url: config.databaseUrl };
  const database = await open({ ...where, role: 'command', log: makeLog('silent') });
  try {
    await migrate(database.url);
    const isRunning = await database.isAppRunning();
    return [
      well(
        'database',
        config.databaseUrl === null
          ? 'embedded PostgreSQL answers, migrations applied'
          : 'DATABASE_URL answers, migrations applied',
      ),
      {
        kind: 'note',
        part: 'app',
        text: isRunning ? 'Previz is running on this database' : 'Previz is not running; start it with npm start',
      },
      ...(await checkQueue(config, database.url)),
      ...(await checkDigests(database.url)),
      ...(config.slack === null ? [] : await checkSlack(config.slack, database.url)),
      ...(config.discord === null ? [] : await checkDiscord(config.discord)),
    ];
  } finally {
    await database.release();
  }
}
