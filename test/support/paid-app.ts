import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { renderAnimatic } from '../../src/adapters/providers/animatic/render.ts';
import { type RunningApp, startApp } from '../../src/app/commands/start.ts';
import { readConfig } from '../../src/app/config.ts';
import type { LogLine } from '../../src/core/ports/log-store.ts';
import { withDatabase } from './database.ts';
import { type InstantProvider, instantModel, makeInstantProvider } from './instant-provider.ts';
import { makePlaygroundClient, type WireMessage } from './playground-client.ts';
import { until } from './until.ts';

export interface PaidApp {
  readonly app: RunningApp;
  readonly databaseUrl: string;
  readonly provider: InstantProvider;
  readonly client: ReturnType<typeof makePlaygroundClient>;
  /** Moves the app's clock. */
  forward(ms: number): void;
  /** What the provider hands out instead of the clip; null: the clip. */
  spoil(bytes: Uint8Array | null): void;
  /** The newest message that this person sees with these words in it. */
  seen(as: string, words: RegExp): Promise<WireMessage>;
  /** The whole log. */
  lines(): Promise<readonly LogLine[]>;
}

/** The app on a database of its own, with a model `paid` that costs $0.20 a second, and a `free` one; both have their clip at once. */
export function withPaidApp(): PaidApp {
  const database = withDatabase();
  let running: RunningApp | null = null;
  let dataDir = '';
  let clip = new Uint8Array();
  let spoiled: Uint8Array | null = null;
  let aheadMs = 0;
  const provider = makeInstantProvider(() => spoiled ?? clip);

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'previz-paid-'));
    const path = join(dataDir, 'clip.mp4');
    await renderAnimatic(
      {
        scene: 'a test',
        slots: {},
        slug: 'PV-0000',
        takeNumber: 1,
        seconds: 1,
        ratio: '16:9',
        width: 128,
        height: 72,
        seed: 1,
      },
      path,
    );
    clip = new Uint8Array(await readFile(path));
    running = await startApp({
      config: readConfig({ DATABASE_URL: database.url, PREVIZ_DATA: dataDir, PORT: '0', LOG_LEVEL: 'silent' }),
      only: ['web', 'worker'],
      terminal: { out: () => {}, err: () => {} },
      parts: {
        clock: { now: () => new Date(Date.now() + aheadMs) },
        providers: new Map([
          ['paid', provider],
          ['free', makeInstantProvider(() => clip)],
        ]),
        models: [instantModel('paid', 200_000n), instantModel('free', 0n)],
      },
    });
  }, 60_000);

  afterAll(async () => {
    await running?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, 30_000);

  const app = (): RunningApp => {
    if (running === null) throw new Error('the app is there from beforeAll on');
    return running;
  };
  const client = () => makePlaygroundClient(app().url ?? '');
  return {
    get app() {
      return app();
    },
    get databaseUrl() {
      return database.url;
    },
    get client() {
      return client();
    },
    provider,
    forward(ms) {
      aheadMs += ms;
    },
    spoil(bytes) {
      spoiled = bytes;
    },
    seen: (as, words) =>
      until(`${words} for ${as}`, async () => (await client().everything(as)).findLast(({ text }) => words.test(text))),
    async lines() {
      const found: LogLine[] = [];
      const query = { workspace: null, channel: null, words: [], since: null, limit: null };
      for await (const line of app().composed.studio.log.read(query)) found.push(line);
      return found;
    },
  };
}
