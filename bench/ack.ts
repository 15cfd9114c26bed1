import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startAppProcess } from '../test/support/app-process.ts';
import { makePlaygroundClient } from '../test/support/playground-client.ts';
import { percentile, printFigures } from './report.ts';

/** `/previz` sent in the playground until it is acknowledged, while renders keep the machine busy. */
const SAMPLES = 300;
const EVERY_MS = 50;

const dataDir = await mkdtemp(join(tmpdir(), 'previz-bench-'));
const app = await startAppProcess({ PREVIZ_DATA: dataDir });
try {
  const client = makePlaygroundClient(app.url);
  await client.say('mira', '/previz help');
  for (let index = 0; index < 4; index += 1) await client.say('jonas', `/previz a long walk ${index} --seconds 30`);
  await pause(1_500);
  const samples: number[] = [];
  for (let index = 0; index < SAMPLES; index += 1) {
    const began = performance.now();
    const { status } = await client.say('mira', '/previz status');
    samples.push(performance.now() - began);
    if (status !== 202) throw new Error(`not taken: ${status}`);
    await pause(EVERY_MS);
  }
  const [p50, p99] = [percentile(samples, 0.5), percentile(samples, 0.99)];
  printFigures('Acknowledgement while a render runs', [
    { what: `/previz to acknowledged, ${SAMPLES} times, p50`, measured: `${p50.toFixed(1)} ms`, target: '', met: true },
    { what: 'p99', measured: `${p99.toFixed(1)} ms`, target: '≤ 100 ms', met: p99 <= 100 },
  ]);
} finally {
  await app.stop();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
}
