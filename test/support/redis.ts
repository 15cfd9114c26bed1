import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, it } from 'vitest';

/** A private redis-server that keeps nothing on disk. */
export interface TestRedis {
  readonly port: number;
  readonly url: string;
  /** One command in Redis' inline form; resolves to the raw answer. */
  ask(command: string): Promise<string>;
  stop(): Promise<void>;
}

const BINARY = 'redis-server';

/** `describe`, where there is a redis-server. Elsewhere it says what was skipped, or fails if PREVIZ_REQUIRE names redis. */
export function describeWithRedis(name: string, body: () => void): void {
  if (spawnSync(BINARY, ['--version']).status === 0) {
    describe(name, body);
    return;
  }
  if ((process.env['PREVIZ_REQUIRE'] ?? '').split(',').includes('redis')) {
    it(name, () => {
      throw new Error(`${BINARY} is required and not on the PATH`);
    });
    return;
  }
  process.stderr.write(`SKIPPED: ${name} (no ${BINARY} on the PATH)\n`);
  describe.skip(name, body);
}

export async function startRedis(...settings: readonly string[]): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'previz-redis-'));
  const port = await findFreePort();
  const server = spawn(BINARY, [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    ...settings,
  ]);
  process.once('exit', () => server.kill('SIGKILL'));
  await untilAnswers(server, port);
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    ask: (command) => ask(port, command),
    stop: async () => {
      const exited = once(server, 'exit');
      server.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function ask(port: number, command: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.end(`${command}\r\nQUIT\r\n`);
  return text(socket);
}

async function untilAnswers(server: ChildProcess, port: number): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`${BINARY} ended with ${server.exitCode}`);
    const answer = await ask(port, 'PING').catch(() => '');
    if (answer.startsWith('+PONG')) return;
    await pause(10);
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is never a string.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
