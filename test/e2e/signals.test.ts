import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runPreviz } from '../support/app-process.ts';
import { isServer, killServer, readServerPid } from '../support/embedded.ts';
import { until } from '../support/until.ts';

const BIN = fileURLToPath(new URL('../../bin/previz.js', import.meta.url));
const SIGNALS = fileURLToPath(new URL('../../src/app/signals.ts', import.meta.url));

describe('a signal', () => {
  let folder: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'previz-signals-'));
  });

  afterEach(async () => {
    for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
    await killServer(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  function start(args: readonly string[]) {
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, PREVIZ_DATA: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    const says = (words: RegExp) => until(String(words), async () => (words.test(said) ? true : undefined), 60_000);
    return { child, says, said: () => said, ended: once(child, 'exit') };
  }

  it('ends a render in order, stops the database, and says that the take goes on', { timeout: 90_000 }, async () => {
    const { child, says, said, ended } = start([
      BIN,
      'render',
      'a long walk home',
      ...['--seconds', '60', '--size', '320x180'],
    ]);
    await says(/PV-0001 take 1: (?:submitted|running|rendering|generating)/);
    const server = await readServerPid(folder);

    child.kill('SIGINT');

    expect(await ended).toEqual([130, null]);
    expect(said()).toMatch(/PV-0001 take 1 goes on with the next previz start/);
    expect(server === null || (await isServer(server, folder))).toBe(false);
    const log = await runPreviz({ PREVIZ_DATA: folder }, ['log', '--format', 'jsonl']);
    expect(JSON.parse(log.out)).toMatchObject({
      shot: 'PV-0001',
      failure: null,
      status: expect.not.stringMatching(/failed|canceled/),
    });
  });

  it.each([
    ['demo', /Drawing a few clips/],
    ['start', /Previz runs/],
  ])('ends %s in order, and stops the database', { timeout: 90_000 }, async (command, words) => {
    const { child, says, ended } = start([BIN, command]);
    await says(words);
    const server = await readServerPid(folder);

    child.kill('SIGTERM');

    expect(await ended).toEqual([command === 'start' ? 0 : 143, null]);
    expect(server === null || (await isServer(server, folder))).toBe(false);
  });

  it.each(['doctor', 'migrate', 'log'])(
    'while the database is made for %s leaves no server',
    {
      timeout: 90_000,
    },
    async (command) => {
      const { child, ended } = start([BIN, command]);
      await until('the server', async () => (await readServerPid(folder)) ?? undefined, 60_000);
      const server = await readServerPid(folder);

      child.kill('SIGTERM');

      expect(await ended).toEqual([143, null]);
      expect(server !== null && (await isServer(server, folder))).toBe(false);
    },
  );

  it('that comes again ends a command at once that does not get on with leaving', async () => {
    const script = join(folder, 'stuck.ts');
    await writeFile(
      script,
      `import { withSignals } from ${JSON.stringify(SIGNALS)};
       setInterval(() => undefined, 1_000);
       const never = () => { console.log('stuck'); return new Promise(() => undefined); };
       await withSignals({ open: async () => null, use: () => { console.log('in use'); return new Promise(() => undefined); }, close: never });`,
    );
    const { child, says, ended } = start([script]);
    await says(/in use/);
    child.kill('SIGINT');
    await says(/stuck/);

    const again = setInterval(() => child.kill('SIGTERM'), 100);
    const [code] = await ended;
    clearInterval(again);

    expect(code).toBe(143);
  });
});
