import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeMediaStore } from '../src/adapters/media/media-store.ts';
import { openUrl } from '../src/adapters/providers/http/open-url.ts';
import { startLoopback } from '../test/support/provider-servers/loopback.ts';
import { printFigures } from './report.ts';

/** A clip of half a gigabyte, downloaded, hashed and stored; the server is a process of its own. */
const MEGABYTES = Number(process.argv[2] ?? 500);

if (process.argv[3] === 'serve') await serve();
const child = fork(fileURLToPath(import.meta.url), [String(MEGABYTES), 'serve']);
const [url] = await once(child, 'message');
const folder = await mkdtemp(join(tmpdir(), 'previz-bench-'));
try {
  const media = makeMediaStore({ folder });
  const run = async (megabytes: number) => {
    const { bytes } = await openUrl(`${url}/?mb=${megabytes}`, { own: String(url), maxBytes: 1 << 30 });
    return media.store('clip.mp4', bytes);
  };
  // The modules and the pools of a first download are not the clip's.
  await run(8);
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const began = performance.now();
  const stored = await run(MEGABYTES);
  const seconds = (performance.now() - began) / 1000;
  clearInterval(watch);
  const grown = (peak - before) / 1024 ** 2;
  printFigures(`${MEGABYTES} MB downloaded, hashed and stored in ${seconds.toFixed(1)} s`, [
    { what: 'growth in memory, at most', measured: `${grown.toFixed(1)} MiB`, target: '≤ 64 MiB', met: grown <= 64 },
    {
      what: 'bytes stored',
      measured: String(stored.bytes),
      target: String(MEGABYTES * 1024 * 1024),
      met: stored.bytes === BigInt(MEGABYTES * 1024 * 1024),
    },
  ]);
} finally {
  child.kill();
  await rm(folder, { recursive: true, force: true });
}

async function serve(): Promise<never> {
  const piece = Buffer.alloc(64 * 1024, 7);
  const server = await startLoopback(async ({ query, response }) => {
    const megabytes = Number(query.get('mb'));
    response.writeHead(200, { 'Content-Type': 'video/mp4', 'Content-Length': megabytes * 1024 * 1024 });
    for (let sent = 0; sent < megabytes * 16 && !response.destroyed; sent += 1)
      if (!response.write(piece)) await new Promise((done) => response.once('drain', done));
    response.end();
  });
  process.send?.(server.url);
  return new Promise(() => {});
}
