import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../src/adapters/db/embedded/start-embedded-postgres.ts';
import { startDiscordServer } from '../test/support/discord-server/discord-server.ts';
import type { Interaction } from '../test/support/discord-server/world.ts';
import { percentile, printFigures } from './report.ts';

/** An interaction, from the gateway until its deferral arrived, which follows its insert. */
const [PER_SECOND, SECONDS] = [100, Number(process.argv[2] ?? 60)];

const dataDir = await mkdtemp(join(tmpdir(), 'previz-bench-discord-'));
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const database = await startEmbeddedPostgres({ dataDir: join(dataDir, 'pg'), log: quiet });
const server = await startDiscordServer();
const guild = server.addGuild();
const channel = server.addChannel(guild);
const people = Array.from({ length: 50 }, (_, at) => server.addPerson(guild, `Person ${at}`));
const child = spawn(process.execPath, ['bin/previz.js', 'start', '--only', 'discord', '--shard', '0/1'], {
  env: {
    ...{ PATH: process.env['PATH'] ?? '', HOME: dataDir, LOG_LEVEL: 'error' },
    ...{ DATABASE_URL: database.url, PREVIZ_DATA: dataDir },
    ...{ DISCORD_TOKEN: server.token, DISCORD_API_URL: server.apiUrl },
  },
  stdio: ['ignore', 'inherit', 'inherit'],
});
try {
  while (server.gateway.connected() === 0) await pause(50);
  await send(50, 2);
  const sent = await send(PER_SECOND, SECONDS);
  while (sent.some(({ callback, at }) => callback === null && Date.now() - at < 5_000)) await pause(50);
  const samples = sent.map(({ at, callback }) => (callback === null ? Number.POSITIVE_INFINITY : callback.at - at));
  const [p50, p99, worst] = [percentile(samples, 0.5), percentile(samples, 0.99), Math.max(...samples)];
  const deferred = sent.filter(({ callback }) => callback?.type === 5).length;
  printFigures(`Discord: interaction to deferral, ${PER_SECOND}/s for ${SECONDS} s`, [
    { what: 'deferred', measured: `${deferred} of ${sent.length}`, target: 'all', met: deferred === sent.length },
    { what: 'p50', measured: `${p50} ms`, target: '', met: true },
    { what: 'p99', measured: `${p99} ms`, target: '≤ 100 ms', met: p99 <= 100 },
    { what: 'slowest', measured: `${worst} ms`, target: '≤ 1 s', met: worst <= 1_000 },
  ]);
} finally {
  child.kill('SIGTERM');
  await once(child, 'exit');
  await server.stop();
  await database.stop();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
}

async function send(perSecond: number, seconds: number): Promise<readonly Interaction[]> {
  const sent: Interaction[] = [];
  const begun = performance.now();
  for (let at = 0; at < perSecond * seconds; at += 1) {
    const wait = begun + (at * 1_000) / perSecond - performance.now();
    if (wait > 1) await pause(wait);
    const person = people[at % people.length]?.id ?? '';
    sent.push(server.slash(person, channel.id, 'previz-team', [{ name: 'status', type: 1 }]));
  }
  return sent;
}
