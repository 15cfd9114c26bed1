import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePrisma } from '../src/adapters/db/client.ts';
import { migrate } from '../src/adapters/db/migrate.ts';
import { openDatabase } from '../src/adapters/db/presence.ts';
import { makeDice } from '../src/app/demo/dice.ts';
import { checkInvariants } from '../test/support/invariants.ts';
import { fillChannels, raceDigests } from '../test/support/race-digests.ts';
import { printFigures } from './report.ts';

/** Four processes race the digests of a thousand channels, and are killed at random: `node bench/digest-race.ts [channels] [kills]`. */
const CHANNELS = Number(process.argv[2] ?? 1_000);
const KILLS = Number(process.argv[3] ?? 20);
const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };

const dataDir = await mkdtemp(join(tmpdir(), 'previz-bench-race-'));
const database = await openDatabase({ dataDir, role: 'command', log: QUIET });
try {
  await migrate(database.url);
  const db = makePrisma(database.url);
  await fillChannels(db, CHANNELS);
  const begun = performance.now();
  await raceDigests(db, database.url, { channels: CHANNELS, processes: 4, kills: KILLS, dice: makeDice(1) });
  const seconds = (performance.now() - begun) / 1000;
  const perChannel = await db.playgroundMessage.groupBy({ by: ['channelId'], _count: true });
  const twice = perChannel.filter(({ _count }) => _count !== 1).length;
  const breaches = (await checkInvariants(db)).filter((breach) => breach.startsWith('7'));
  await db.$disconnect();
  printFigures(`Digest race: 4 processes, ${KILLS} kills, ${seconds.toFixed(0)} s`, [
    {
      what: 'channels with exactly one digest',
      measured: `${perChannel.length - twice} of ${CHANNELS}`,
      target: 'all',
      met: perChannel.length === CHANNELS && twice === 0 && breaches.length === 0,
    },
  ]);
} finally {
  await database.release();
  await rm(dataDir, { recursive: true, force: true });
}
