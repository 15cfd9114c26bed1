import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePrisma } from '../../src/adapters/db/client.ts';
import { openDatabase } from '../../src/adapters/db/presence.ts';
import { type AppProcess, startAppProcess } from '../support/app-process.ts';
import { checkInvariants } from '../support/invariants.ts';
import { makePlaygroundClient } from '../support/playground-client.ts';
import { until } from '../support/until.ts';

const TAKES = 20;
const QUIET = { info: () => {}, warn: () => {}, error: () => {} };

/** A small seeded generator: a failing seed can be run again. */
function makeDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('kill -9 of the app during twenty takes', () => {
  let dataDir: string;
  let app: AppProcess | null;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'previz-kill-'));
    app = null;
  });

  afterEach(async () => {
    await app?.stop();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  it.each([1, 2, 3])(
    'ends with every take delivered once and the ledger adding up (seed %i)',
    { timeout: 180_000 },
    async (seed) => {
      const dice = makeDice(seed);
      app = await startAppProcess({ PREVIZ_DATA: dataDir });
      const people = ['mira', 'jonas', 'aiko', 'rafael'];
      for (let index = 0; index < TAKES; index += 1) {
        const client = makePlaygroundClient(app.url);
        const said = await client.say(
          people[index % 4] ?? 'mira',
          `/previz scene number ${index} --seconds 1 --size 320x180 --seed ${index}`,
        );
        expect(said.status).toBe(202);
      }

      for (let kill = 0; kill < 2; kill += 1) {
        // The random moment is the point of this test; nothing is asserted about it.
        await pause(dice() * 4_000);
        await app.kill();
        app = await startAppProcess({ PREVIZ_DATA: dataDir });
      }

      const client = makePlaygroundClient(app.url);
      await until(
        'twenty clips in the channel',
        async () => (await client.everything('mira')).filter(({ kind }) => kind === 'clip').length >= TAKES,
        120_000,
      );
      const clips = (await client.everything('mira')).filter(({ kind }) => kind === 'clip');
      expect(clips).toHaveLength(TAKES);
      expect(new Set(clips.map(({ thread }) => thread)).size).toBe(TAKES);
      await expectInvariants(dataDir);
    },
  );
});

async function expectInvariants(dataDir: string): Promise<void> {
  const database = await openDatabase({ dataDir, role: 'command', log: QUIET });
  const prisma = makePrisma(database.url);
  try {
    await until(
      'every take delivered',
      async () => (await prisma.take.count({ where: { state: { not: 'delivered' } } })) === 0,
    );
    expect(await prisma.take.count()).toBe(TAKES);
    const evidence = { settled: true, mediaFolder: join(dataDir, 'media') };
    // The last edits of the cards are still on their way when the last clip is there.
    await until(
      'the last word shown',
      async () => (await checkInvariants(prisma, evidence)).length === 0,
      30_000,
    ).catch(() => {});
    expect(await checkInvariants(prisma, evidence)).toEqual([]);
  } finally {
    await prisma.$disconnect();
    await database.release();
  }
}
