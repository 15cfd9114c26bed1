import { afterAll, beforeAll, expect, it } from 'vitest';
import { makePrisma } from '../../../src/adapters/db/client.ts';
import type { PrismaClient } from '../../../src/adapters/db/generated/client.ts';
import { makeDice } from '../../../src/app/demo/dice.ts';
import { withDatabase } from '../../support/database.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { fillChannels, raceDigests } from '../../support/race-digests.ts';

const CHANNELS = 120;
const database = withDatabase();
let db: PrismaClient;

beforeAll(() => {
  db = makePrisma(database.url);
});
afterAll(() => db.$disconnect());

it('four processes, killed at random, send each digest once', { timeout: 300_000 }, async () => {
  await fillChannels(db, CHANNELS);

  await raceDigests(db, database.url, { channels: CHANNELS, processes: 4, kills: 4, dice: makeDice(1) });

  const perChannel = await db.playgroundMessage.groupBy({ by: ['channelId'], _count: true });
  expect(perChannel).toHaveLength(CHANNELS);
  expect(perChannel.filter(({ _count }) => _count !== 1)).toEqual([]);
  expect((await checkInvariants(db)).filter((breach) => breach.startsWith('7'))).toEqual([]);
});
