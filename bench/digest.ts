import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeChartPainter } from '../src/adapters/charts/chart-painter.ts';
import { makePrisma } from '../src/adapters/db/client.ts';
import { withConnection } from '../src/adapters/db/connect.ts';
import { migrate } from '../src/adapters/db/migrate.ts';
import { openDatabase } from '../src/adapters/db/presence.ts';
import { makeMediaStore } from '../src/adapters/media/media-store.ts';
import { readIsoWeek } from '../src/core/budget/period.ts';
import { toDigestCard } from '../src/core/digest/digest-card.ts';
import { loadWeek } from '../src/core/digest/load-week.ts';
import { makeDigest, readPlace } from '../src/core/digest/make-digest.ts';
import { channelId, workspaceId } from '../src/core/ids.ts';
import type { DueDigest } from '../src/core/ports/digest-store.ts';
import type { Studio } from '../src/core/studio/studio.ts';
import { makeStores } from '../test/support/month.ts';
import { FILL } from './digest-fill.ts';
import { percentile, printFigures } from './report.ts';

/** All digests of one week: `node bench/digest.ts [channels] [takes]`. Filling the tables is not measured. */
const CHANNELS = Number(process.argv[2] ?? 10_000);
const TAKES = Number(process.argv[3] ?? 1_000_000);
const AT_ONCE = 6;
const SAMPLE = 200;
const NOW = new Date('2026-11-23T09:00:00Z');
const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };

const dataDir = await mkdtemp(join(tmpdir(), 'previz-bench-digest-'));
const database = await openDatabase({ dataDir, role: 'command', log: QUIET });
const painter = makeChartPainter();
try {
  await migrate(database.url);
  await withConnection(database.url, async (client) => {
    for (const statement of FILL)
      await client.query(
        statement.replaceAll('$channels', String(CHANNELS)).replaceAll('$each', String(TAKES / CHANNELS)),
      );
  });
  await run();
} finally {
  await painter.stop();
  await database.release();
  await rm(dataDir, { recursive: true, force: true });
}

async function run(): Promise<void> {
  const prisma = makePrisma(database.url);
  // Takes stand in for what the measured parts don't use.
  const studio = {
    ...makeStores(prisma),
    painter,
    media: makeMediaStore({ folder: join(dataDir, 'media') }),
    queue: { wake: async () => {}, wakeAll: async () => {}, backlog: async () => new Set() },
    surfaces: new Map(),
    rosters: new Map(),
    house: { draftModel: 'animatic', finalModel: null, template: 'neutral', dailyFuse: 0n, owners: [] },
    clock: { now: () => NOW },
    chance: { id: () => crypto.randomUUID(), seed: () => 1 },
    report: QUIET,
  } as unknown as Studio;
  const plain = await timePlain(studio);
  const pictures = await timePictures(studio);
  const begun = performance.now();
  const made = await makeAll(studio);
  const allMs = performance.now() - begun;
  const posted = await prisma.digest.count({ where: { state: 'posted', kind: 'channel' } });
  await prisma.$disconnect();
  printFigures(`Digests: ${CHANNELS} channels, ${TAKES} takes`, [
    {
      what: `all digests of a week, with pictures (${made} made, ${posted} posted)`,
      measured: `${(allMs / 1000).toFixed(0)} s`,
      target: '≤ 300 s',
      met: allMs <= 300_000 && posted === CHANNELS,
    },
    {
      what: 'one channel without its picture, p99',
      measured: `${plain.toFixed(0)} ms`,
      target: '≤ 100 ms',
      met: plain <= 100,
    },
    { what: 'a picture, p99', measured: `${pictures.toFixed(0)} ms`, target: '≤ 500 ms', met: pictures <= 500 },
  ]);
}

async function makeAll(studio: Studio): Promise<number> {
  let made = 0;
  for (;;) {
    const due = [...(await studio.digests.due(NOW, { limit: 500 }))];
    if (due.length === 0) return made;
    made += due.length;
    const work = async () => {
      for (let next = due.pop(); next !== undefined; next = due.pop()) await makeDigest(studio, toOf(next));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
}

function toOf({ kind, workspace, channel }: DueDigest) {
  return { kind, workspace, channel };
}

async function timePlain(studio: Studio): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < Math.min(SAMPLE, CHANNELS); index += 1) {
    const begun = performance.now();
    const found = await studio.directory.loadChannel(workspaceId(`w${index % 100}`), channelId(`c${index}`));
    if (found === null) throw new Error(`no channel c${index}`);
    const { place } = readPlace(found);
    const week = readIsoWeek('2026-W47', 'UTC');
    const facts = week === null ? null : await loadWeek(studio, place, week);
    if (facts === null) throw new Error('no week');
    toDigestCard({ ...facts, settings: place.settings.digest, channelName: null, image: null });
    times.push(performance.now() - begun);
  }
  return percentile(times, 0.99);
}

async function timePictures(studio: Studio): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < 100; index += 1) {
    const begun = performance.now();
    await studio.painter.paint({
      title: 'Week 47 · Nov 16–22',
      spend: {
        heading: 'Spent by day: $12.40',
        days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((label, day) => ({
          label,
          dollars: day + index / 10,
          said: `$${day}.00`,
          shown: `$${day}.00`,
        })),
        line: { dollars: 1.67, label: '$1.67 a day keeps November’s $50.00' },
      },
      decisions: {
        heading: 'Takes',
        bars: [
          { kind: 'approved', label: 'Approved', count: index },
          { kind: 'open', label: 'Open', count: 3 },
        ],
      },
    });
    times.push(performance.now() - begun);
  }
  // The first one starts the child.
  return percentile(times.slice(1), 0.99);
}
