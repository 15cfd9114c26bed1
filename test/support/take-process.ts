import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makePrisma } from '../../src/adapters/db/client.ts';
import { makeLocalSurface } from '../../src/adapters/local/local-surface.ts';
import { makeMediaStore } from '../../src/adapters/media/media-store.ts';
import { probeClip } from '../../src/adapters/media/probe.ts';
import { makeReferenceShelf } from '../../src/adapters/media/reference-shelf.ts';
import { loadModels } from '../../src/adapters/models/load-models.ts';
import { DIALECTS } from '../../src/adapters/providers/openai-videos/dialects.ts';
import { makeOpenaiVideos } from '../../src/adapters/providers/openai-videos/provider.ts';
import { makeRunway } from '../../src/adapters/providers/runway/provider.ts';
import { makeStoryboard } from '../../src/adapters/providers/storyboard/provider.ts';
import { fromRoot } from '../../src/app/from-root.ts';
import { openStores } from '../../src/app/open-stores.ts';
import { advanceTake } from '../../src/core/generate/advance-take.ts';
import type { VideoProvider } from '../../src/core/ports/video-provider.ts';
import { sendMessage } from '../../src/core/send/send-message.ts';
import type { Studio } from '../../src/core/studio/studio.ts';

/** What the process that works on takes is told: one argument, as JSON. */
export interface TakeProcess {
  readonly url: string;
  readonly mediaFolder: string;
  readonly baseUrl: string;
  /** Where its clock starts; it prints each time that it jumps to. */
  readonly at: string;
  readonly route: 'openai' | 'openai-without-list' | 'runway' | 'storyboard';
}

const task: TakeProcess = JSON.parse(process.argv[2] ?? '{}');
let at = new Date(task.at);
const db = makePrisma(task.url);
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const tools = { probeClip, makePoster: (_: string, path: string) => writeFile(path, ''), deriveClip: async () => {} };
const media = makeMediaStore({ folder: task.mediaFolder, tools });
const models = await loadModels({ builtInFile: fromRoot('models/catalog.json'), teamFile: null });
const common = { apiKey: 'sk-test', baseUrl: task.baseUrl, models, report: silent };

function open(): VideoProvider {
  switch (task.route) {
    case 'runway':
      return makeRunway(common);
    case 'storyboard':
      return makeStoryboard({ ...common, media, folder: join(task.mediaFolder, 'boards') });
    default: {
      const list = task.route === 'openai' ? 'complete' : 'none';
      return makeOpenaiVideos({ ...common, dialect: { ...DIALECTS.openai, list }, modelOf: (name) => name });
    }
  }
}
const provider = open();
const studio: Studio = {
  ...openStores(db),
  painter: { paint: async () => new Uint8Array() },
  media,
  references: makeReferenceShelf({ media }),
  moderator: null,
  queue: { wake: async () => {}, wakeAll: async () => {}, backlog: async () => new Set() },
  providers: new Map([[task.route.replace('-without-list', ''), provider]]),
  rosters: new Map(),
  surfaces: new Map([['local', makeLocalSurface()]]),
  catalog: { models: new Map(), templates: new Map() },
  house: { draftModel: 'animatic', finalModel: null, template: 'neutral', dailyFuse: 100_000_000n, owners: [] },
  clock: { now: () => at },
  chance: { id: () => randomUUID(), seed: () => 2 ** 30 },
  report: silent,
};

for (;;) {
  const due = await studio.due.find(at, 100);
  for (const { wakeUp } of due) {
    if (wakeUp.kind === 'advance') await advanceTake(studio, wakeUp.takeId);
    if (wakeUp.kind === 'send') await sendMessage(studio, wakeUp.outboxId);
  }
  if (due.length > 0) continue;
  const [next] = await db.$queryRaw<{ at: Date | null }[]>`
    select least((select min(next_at) from take where next_at > ${at}::timestamptz),
      (select min(next_at) from outbox where state = 'due' and wanted_rev > sent_rev and next_at > ${at}::timestamptz)) as at`;
  if (next?.at === null || next === undefined) break;
  // A board is set in motion in real time.
  if (task.route === 'storyboard') await pause(25);
  at = new Date(Math.max(next.at.getTime(), at.getTime() + 1));
  process.stdout.write(`${at.toISOString()}\n`);
}
await db.$disconnect();
process.exit(0);
