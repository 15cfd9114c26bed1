import { randomUUID } from 'node:crypto';
import { makePrisma } from '../../src/adapters/db/client.ts';
import { makePlaygroundStore } from '../../src/adapters/db/playground-store.ts';
import { makePlaygroundSurface } from '../../src/adapters/playground/surface.ts';
import { lookForDigests } from '../../src/core/digest/look-for-digests.ts';
import { makeDigest } from '../../src/core/digest/make-digest.ts';
import type { OutboxId } from '../../src/core/ids.ts';
import type { WakeUp } from '../../src/core/ports/job-queue.ts';
import { sendMessage } from '../../src/core/send/send-message.ts';
import type { Studio } from '../../src/core/studio/studio.ts';
import { makeStores } from './month.ts';

/**
 * One of several processes that make and send digests until they are killed: `digest-process.ts <url> <start>`. Its clock
 * runs ten times as fast as the machine's, from a Monday at nine on, so that what a killed one held is free again in seconds.
 */
const [url = '', start = '0'] = process.argv.slice(2);
const clock = { now: () => new Date(Date.parse('2026-11-23T09:00:00Z') + (Date.now() - Number(start)) * 10) };
const db = makePrisma(url);
const rung: WakeUp[] = [];
const silent = { info: () => {}, warn: () => {}, error: () => {} };
// What a digest doesn't use is left out.
const studio = {
  ...makeStores(db),
  painter: { paint: async () => new Uint8Array(1) },
  media: { store: async () => ({ sha256: 'ab', media: 'takes/ab/ab.png', bytes: 1n }) },
  queue: {
    wake: async (job: WakeUp) => void rung.push(job),
    wakeAll: async (jobs: readonly WakeUp[]) => void rung.push(...jobs),
    backlog: async () => new Set(),
  },
  surfaces: new Map([['playground', makePlaygroundSurface({ store: makePlaygroundStore(db), clock })]]),
  rosters: new Map(),
  house: { draftModel: 'animatic', finalModel: null, template: 'neutral', dailyFuse: 0n, owners: [] },
  clock,
  chance: { id: () => randomUUID(), seed: () => 1 },
  report: silent,
} as unknown as Studio;

const holder = String(process.pid);
for (;;) {
  await lookForDigests(studio, holder);
  // Everybody looks, too: a race is what is wanted here.
  for (const { kind, workspace, channel } of await studio.digests.due(clock.now(), { limit: 40 })) {
    rung.push({ kind: 'digest', of: { kind, workspace, channel } });
  }
  for (const { wakeUp } of await studio.due.find(clock.now(), 40)) if (wakeUp.kind === 'send') rung.push(wakeUp);
  const sends: OutboxId[] = [];
  for (let job = rung.shift(); job !== undefined; job = rung.shift()) {
    if (job.kind === 'digest') await makeDigest(studio, job.of);
    if (job.kind === 'send' && job.outboxId.startsWith('digest-')) sends.push(job.outboxId);
  }
  for (const id of sends) await sendMessage(studio, id);
  await new Promise((done) => setTimeout(done, 5));
}
