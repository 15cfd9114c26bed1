import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makePrisma } from '../src/adapters/db/client.ts';
import { renderAnimatic } from '../src/adapters/providers/animatic/render.ts';
import { startApp } from '../src/app/commands/start.ts';
import { readConfig } from '../src/app/config.ts';
import { instantModel, makeInstantProvider } from '../test/support/instant-provider.ts';
import { checkInvariants } from '../test/support/invariants.ts';
import { makePlaygroundClient } from '../test/support/playground-client.ts';
import { printFigures } from './report.ts';

/** The whole way from an act to a delivered clip in the thread, with a provider that has the clip at once. One process. */
const TAKES = Number(process.argv[2] ?? 1_000);
const AT_ONCE = 16;

const dataDir = await mkdtemp(join(tmpdir(), 'previz-bench-'));
const clipPath = join(dataDir, 'clip.mp4');
await renderAnimatic(
  {
    scene: 'a bench',
    slots: {},
    slug: 'PV-0000',
    takeNumber: 1,
    seconds: 1,
    ratio: '16:9',
    width: 128,
    height: 72,
    seed: 1,
  },
  clipPath,
);
const clip = new Uint8Array(await readFile(clipPath));
const provider = makeInstantProvider(() => clip);
const app = await startApp({
  config: readConfig({ PREVIZ_DATA: join(dataDir, 'data'), PORT: '0', LOG_LEVEL: 'error' }),
  only: ['web', 'worker'],
  terminal: { out: () => {}, err: () => {} },
  parts: { providers: new Map([['instant', provider]]), models: [instantModel('instant', 0n)] },
});
const prisma = makePrisma(app.composed.databaseUrl);
try {
  const client = makePlaygroundClient(app.url ?? '');
  const people = ['mira', 'jonas', 'aiko', 'rafael'];
  const began = performance.now();
  for (let index = 0; index < TAKES; index += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, TAKES - index) }, (_, offset) =>
      client.say(people[offset % 4] ?? 'mira', `/previz scene ${index + offset} --model instant --seconds 1`),
    );
    for (const { status } of await Promise.all(batch)) if (status !== 202) throw new Error(`not taken: ${status}`);
  }
  const recorded = performance.now() - began;
  while ((await prisma.take.count({ where: { state: 'delivered' } })) < TAKES) await pause(200);
  const seconds = (performance.now() - began) / 1000;
  const breaches = await checkInvariants(prisma, { accepted: provider.accepted.map(({ clientRef }) => clientRef) });
  const rate = TAKES / seconds;
  printFigures('The whole pipeline with an instant provider', [
    { what: `${TAKES} acts recorded`, measured: `${(recorded / 1000).toFixed(1)} s`, target: '', met: true },
    {
      what: `act to delivered clip, ${TAKES} takes in ${seconds.toFixed(1)} s`,
      measured: `${rate.toFixed(1)} takes/s`,
      target: '≥ 40 takes/s',
      met: rate >= 40,
    },
    { what: 'breaches of the invariants', measured: String(breaches.length), target: '0', met: breaches.length === 0 },
  ]);
  for (const breach of breaches) process.stdout.write(`${breach}\n`);
} finally {
  await prisma.$disconnect();
  await app.stop();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
}
process.exit();
