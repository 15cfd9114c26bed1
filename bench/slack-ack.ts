import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../src/adapters/db/embedded/start-embedded-postgres.ts';
import { startSlackServer } from '../test/support/slack-server/slack-server.ts';
import { percentile, printFigures } from './report.ts';
import { atRate, commandBody, deliver, SECRET } from './slack/load.ts';

/** `/previz` over HTTP until it is acknowledged after its insert, beside a bare Bolt app that keeps nothing. */
const [PER_SECOND, SECONDS] = [100, Number(process.argv[2] ?? 60)];
const FORM = 'application/x-www-form-urlencoded';

const dataDir = await mkdtemp(join(tmpdir(), 'previz-bench-slack-'));
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const database = await startEmbeddedPostgres({ dataDir: join(dataDir, 'pg'), log: quiet });
const slack = await startSlackServer();
const [barePort, port] = [await freePort(), await freePort()];
const bare = await start(
  [fileURLToPath(new URL('slack/bare.ts', import.meta.url)), String(barePort), SECRET],
  {},
  /ready/,
);
const app = await start(
  ['bin/previz.js', 'start', '--only', 'slack'],
  {
    ...{ DATABASE_URL: database.url, PREVIZ_DATA: dataDir, PORT: String(port), LOG_LEVEL: 'error' },
    ...{ SLACK_BOT_TOKEN: 'xoxb-bench', SLACK_SIGNING_SECRET: SECRET, SLACK_API_URL: slack.apiUrl },
  },
  /Previz runs/,
);
try {
  const send = (at: number) => () => deliver(`http://127.0.0.1:${at}/slack/events`, commandBody('status'), FORM);
  for (const at of [barePort, port]) await atRate(50, 2, send(at));
  const bareSamples = await atRate(PER_SECOND, SECONDS, send(barePort));
  const samples = await atRate(PER_SECOND, SECONDS, send(port));
  const [bareMedian, median] = [percentile(bareSamples, 0.5), percentile(samples, 0.5)];
  const [p99, worst] = [percentile(samples, 0.99), Math.max(...samples)];
  printFigures('Slack over HTTP: command to acknowledgement', [
    {
      what: `bare Bolt, ${PER_SECOND}/s for ${SECONDS} s, median / p99`,
      measured: `${ms(bareMedian)} / ${ms(percentile(bareSamples, 0.99))}`,
      target: '',
      met: true,
    },
    {
      what: 'Previz, median',
      measured: `${ms(median)}, ${(median / bareMedian).toFixed(1)} × bare`,
      target: '≤ 5 × bare',
      met: median <= 5 * bareMedian,
    },
    { what: 'p99', measured: ms(p99), target: '≤ 100 ms', met: p99 <= 100 },
    { what: 'slowest', measured: ms(worst), target: '≤ 1 s', met: worst <= 1_000 },
  ]);
} finally {
  for (const child of [bare, app]) await end(child);
  await slack.stop();
  await database.stop();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function start(args: readonly string[], env: Record<string, string>, ready: RegExp): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...args], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { PATH: process.env['PATH'] ?? '', HOME: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((done, fail) => {
    child.stdout?.on('data', (chunk: Buffer) => ready.test(chunk.toString()) && done(child));
    child.once('exit', (code) => fail(new Error(`${args.join(' ')} ended with ${code}`)));
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    child.removeAllListeners('exit');
    child.once('exit', () => done());
    child.kill('SIGTERM');
  });
}
