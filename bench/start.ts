import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startAppProcess } from '../test/support/app-process.ts';
import { printFigures } from './report.ts';

/** From `npm start` typed to the page answering, on an empty data folder and on a used one; and the memory of doing nothing. */
const LATER_STARTS = 3;
const IDLE_MS = 20_000;

const dataDir = await mkdtemp(join(tmpdir(), 'previz-bench-'));
try {
  const first = await timeStart();
  const later: number[] = [];
  let idleMiB = 0;
  for (let index = 0; index < LATER_STARTS; index += 1) {
    const { ms, rssMiB } = await timeStart(index === LATER_STARTS - 1 ? IDLE_MS : 0);
    later.push(ms);
    idleMiB = rssMiB;
  }
  const worst = Math.max(...later);
  printFigures('Start and rest', [
    {
      what: 'first start to page ready (empty data folder)',
      measured: `${(first.ms / 1000).toFixed(1)} s`,
      target: '≤ 10 s',
      met: first.ms <= 10_000,
    },
    {
      what: `later starts (slowest of ${LATER_STARTS})`,
      measured: `${(worst / 1000).toFixed(1)} s`,
      target: '≤ 4 s',
      met: worst <= 4_000,
    },
    {
      what: `main process, idle for ${IDLE_MS / 1000} s (RSS)`,
      measured: `${idleMiB.toFixed(0)} MiB`,
      target: '≤ 200 MiB',
      met: idleMiB <= 200,
    },
  ]);
} finally {
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
}

async function timeStart(idleMs = 0): Promise<{ readonly ms: number; readonly rssMiB: number }> {
  const began = performance.now();
  const app = await startAppProcess({ PREVIZ_DATA: dataDir });
  await fetch(app.url).then((response) => response.text());
  const ms = performance.now() - began;
  await pause(idleMs);
  const rssMiB = await readRss(app.pid);
  await app.stop();
  return { ms, rssMiB };
}

async function readRss(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
