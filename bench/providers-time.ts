import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import OpenAI from 'openai';
import { DIALECTS } from '../src/adapters/providers/openai-videos/dialects.ts';
import { makeOpenaiVideos } from '../src/adapters/providers/openai-videos/provider.ts';
import { startApp } from '../src/app/commands/start.ts';
import { readConfig } from '../src/app/config.ts';
import type { VideoProvider } from '../src/core/ports/video-provider.ts';
import { instantModel } from '../test/support/instant-provider.ts';
import { makePlaygroundClient } from '../test/support/playground-client.ts';
import { startVideosServer } from '../test/support/provider-servers/videos-server.ts';
import { tinyClip } from '../test/support/tiny-clip.ts';
import { percentile, printFigures } from './report.ts';

/** How soon a finished clip is stored, and what Previz adds to a bare loop of create, poll and download. */
const TAKES = Number(process.argv[2] ?? 24);
const RENDER_MS = 10_000;
const POLL_MS = 2_000;
const SECONDS = 4;

const dataDir = await mkdtemp(join(tmpdir(), 'previz-bench-'));
const server = await startVideosServer({ clip: tinyClip, perSecondMicros: 0n, polls: 0, renderMs: RENDER_MS });
await tinyClip(SECONDS);
const started = new Map<string, number>();
const stored = new Map<string, number>();
const provider = timed(
  makeOpenaiVideos({
    baseUrl: server.baseUrl,
    apiKey: 'sk-bench',
    dialect: DIALECTS.sglang,
    modelOf: (name) => name,
    report: { warn: () => {} },
    pollAfterMs: POLL_MS,
  }),
);
const app = await startApp({
  config: readConfig({ PREVIZ_DATA: dataDir, PORT: '0', LOG_LEVEL: 'error' }),
  only: ['web', 'worker'],
  terminal: { out: () => {}, err: () => {} },
  parts: { providers: new Map([['gpu', provider]]), models: [instantModel('gpu', 0n)] },
});
try {
  const client = makePlaygroundClient(app.url ?? '');
  const bare: number[] = [];
  for (let run = 0; run < 3; run += 1) bare.push(await bareLoop());
  const own: number[] = [];
  for (let run = 0; run < 3; run += 1) own.push(await ownLoop(client, `alone ${run}`));
  const median = (all: readonly number[]) => percentile(all, 0.5);
  const overhead = (median(own) / median(bare) - 1) * 100;

  stored.clear();
  const spread = Array.from({ length: TAKES }, async (_, index) => {
    await pause(index * 137);
    await client.say('mira', `/previz scene ${index} --model gpu --seconds ${SECONDS}`);
  });
  await Promise.all(spread);
  while (stored.size < TAKES) await pause(50);
  const late = [...stored].map(([id, at]) => at - (started.get(id) ?? 0) - RENDER_MS);
  const p95 = percentile(late, 0.95);
  printFigures(`The time between a finished render and a stored clip; polls every ${POLL_MS / 1000} s`, [
    {
      what: `finished → stored, p95 of ${TAKES} takes`,
      measured: `${Math.round(p95)} ms`,
      target: `≤ ${POLL_MS + 500} ms`,
      met: p95 <= POLL_MS + 500,
    },
    {
      what: `act → stored against a bare loop, ${RENDER_MS / 1000} s render`,
      measured: `${overhead.toFixed(1)} % (${Math.round(median(own))} to ${Math.round(median(bare))} ms)`,
      target: '≤ 5 %',
      met: overhead <= 5,
    },
  ]);
} finally {
  await app.stop();
  await server.close();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
}

/** Notes when the POST was answered and when the last byte was taken. */
function timed(inner: VideoProvider): VideoProvider {
  return {
    ...inner,
    async submit(request, clientRef) {
      const submitted = await inner.submit(request, clientRef);
      started.set(submitted.jobId, performance.now());
      return submitted;
    },
    async open(job) {
      const bytes = await inner.open(job);
      return (async function* () {
        yield* bytes;
        stored.set(job.jobId, performance.now());
      })();
    },
  };
}

async function bareLoop(): Promise<number> {
  const client = new OpenAI({ apiKey: 'sk-bench', baseURL: server.baseUrl, maxRetries: 0 });
  const began = performance.now();
  const body = { model: 'gpu', prompt: 'bare', seconds: SECONDS, size: '1280x720' };
  const { id } = await client.post<{ id: string }>('/videos', { body });
  for (;;) {
    await pause(POLL_MS);
    const { status } = await client.get<{ status: string }>(`/videos/${id}`);
    if (status === 'completed') break;
  }
  const content = await client.videos.downloadContent(id);
  await content.arrayBuffer();
  return performance.now() - began;
}

async function ownLoop(client: ReturnType<typeof makePlaygroundClient>, scene: string): Promise<number> {
  const known = stored.size;
  const began = performance.now();
  await client.say('mira', `/previz ${scene} --model gpu --seconds ${SECONDS}`);
  while (stored.size === known) await pause(5);
  return performance.now() - began;
}
