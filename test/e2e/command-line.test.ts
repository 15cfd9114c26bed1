import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probeClip } from '../../src/adapters/media/probe.ts';
import { type AppProcess, runPreviz, startAppProcess } from '../support/app-process.ts';

const TINY = ['--seconds', '1', '--size', '320x180'];

describe('the command line', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'previz-cli-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    runPreviz({ PREVIZ_DATA: join(folder, 'data'), ...env }, args);

  it('renders a clip on an empty data folder, and tells its name on standard output alone', {
    timeout: 60_000,
  }, async () => {
    const out = join(folder, 'clip.mp4');

    const ran = await run(['render', 'a dog waits at a door', ...TINY, '-o', out]);

    expect(ran).toMatchObject({ code: 0, out: `${out}\n` });
    expect(ran.err).toMatch(/PV-0001 take 1: delivered/);
    expect(await probeClip(out)).toMatchObject({
      kind: 'clip',
      frames: 24,
      width: 320,
      height: 180,
      videoCodec: 'avc',
      audioCodec: 'aac',
    });
  });

  it('says in the log what was made, in three formats', { timeout: 60_000 }, async () => {
    const jsonl = await run(['log', '--format', 'jsonl']);
    const [line] = jsonl.out
      .trim()
      .split('\n')
      .map((text): Record<string, unknown> => JSON.parse(text));
    expect(line).toMatchObject({
      shot: 'PV-0001',
      take: 1,
      platform: 'local',
      workspace: 'local',
      channel: 'cli',
      brief: 'a dog waits at a door',
      status: 'delivered',
      cost_micros: '0',
    });
    expect(line?.['sha256']).toMatch(/^[0-9a-f]{64}$/);

    expect((await run(['log', '--format', 'csv'])).out).toMatch(/^take_id,shot,take,.*\r\n.*,PV-0001,1,/);
    expect((await run(['log', 'dog'])).out).toMatch(/PV-0001/);
    expect(await run(['log', 'elephant'])).toMatchObject({ code: 0, out: '' });
  });

  it('takes what could be a command of the chat as a scene, for nobody can be asked', { timeout: 60_000 }, async () => {
    const ran = await run(['render', 'log lighthouse', ...TINY, '--yes', '-o', join(folder, 'log.mp4')]);

    expect(ran).toMatchObject({ code: 0, out: `${join(folder, 'log.mp4')}\n` });
  });

  it('snaps what the model can not do, and says so', { timeout: 60_000 }, async () => {
    const ran = await run([
      'render',
      'a tree',
      '--seconds',
      '0.2',
      '--size',
      '320x180',
      '-o',
      join(folder, 'tree.mp4'),
    ]);

    expect(ran.code).toBe(0);
    expect(ran.err).toMatch(/not 0\.2/);
  });

  it.each([
    ['an unknown option', ['render', 'a dog', '--secnds', '4'], /nearest is --seconds/],
    ['an unknown template', ['render', 'a dog', '--template', 'nior'], /nearest is noir/],
    ['an unknown model', ['render', 'a dog', '--model', 'animatc'], /nearest is animatic/],
    ['no scene', ['render', '--seconds', '4'], /what is to be seen/],
    ['an empty scene', ['render', '', '-o', 'x.mp4'], /^The scene is empty\./],
    ['a scene of a space', ['render', ' '], /^The scene is empty\./],
    ['a scene of marks', ['render', '.'], /The scene is empty\./],
    ['a word of the chat', ['render', 'status'], /^“status” is a command of the chat, and no scene/],
    ['the chat’s help', ['render', 'help'], /^“help” is a command of the chat, and no scene/],
    ['a scene of ten thousand characters', ['render', 'x'.repeat(10_000)], /10,?000|characters/],
    [
      'an output folder that is not there',
      ['render', 'a dog', '-o', 'no/such/folder/clip.mp4'],
      /Nothing can be written into/,
    ],
    ['an unknown command', ['rendr', 'a dog'], /render/],
    ['a log format that there isn’t', ['log', '--format', 'xml'], /table, jsonl, csv/],
  ])('answers %s with what to do, and exit code 2', { timeout: 60_000 }, async (_what, args, says) => {
    const ran = await run(args);

    expect(ran.err).toMatch(says);
    expect(ran.code).toBe(2);
    expect(ran.err).not.toMatch(/\bat .*\.ts:\d+/);
  });

  it('names the nearest command for one that there is not, and its version', async () => {
    expect(await run(['budgte'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/“budgte”; the nearest is budget/),
    });
    expect(await run(['--version'])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it('tells workspaces apart in the log and the budget', { timeout: 60_000 }, async () => {
    const here = await run(['log', '--workspace', 'local', '--format', 'jsonl']);
    const there = await run(['log', '--workspace', 'playground:main', '--format', 'jsonl']);
    expect(here.out).toMatch(/"workspace":"local"/);
    expect(there).toMatchObject({ code: 0, out: '' });
    expect((await run(['budget'])).out).toMatch(/ch\/local\/cli/);
    expect(await run(['budget', '--workspace', 'T404', '--channel', 'C404'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/never used in a channel “C404”/),
    });
  });

  it('says what is wrong with the configuration, by name', async () => {
    expect(await run(['log'], { PORT: 'eighty' })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^PORT must be/),
    });
    expect(await run(['log'], { DATABASE_URL: 'mysql://x' })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^DATABASE_URL must begin with postgres/),
    });
    expect(await run(['log'], { PREVIZ_DAILY_FUSE: 'lots' })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/PREVIZ_DAILY_FUSE/),
    });
  });

  it('says which database does not answer, without its password', { timeout: 30_000 }, async () => {
    const ran = await run(['log'], { DATABASE_URL: 'postgres://previz:hunter2@127.0.0.1:1/previz' });

    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/127\.0\.0\.1.*1\b/);
    expect(ran.err).not.toMatch(/hunter2/);
  });

  it.skipIf(process.platform !== 'linux')(
    'does not hang on a data folder that can’t be made, and doctor says no more',
    {
      timeout: 60_000,
    },
    async () => {
      const PREVIZ_DATA = '/proc/previz/data';
      expect(await run(['log'], { PREVIZ_DATA })).toMatchObject({
        code: 2,
        err: expect.stringMatching(/^The data folder \/proc\/previz\/data can't be written\./),
      });

      const doctor = await run(['doctor'], { PREVIZ_DATA });

      expect(doctor.code).toBe(1);
      expect(doctor.out).toMatch(/FAIL {2}data +The data folder \/proc\/previz\/data can't be written\./);
      expect(doctor.out).not.toMatch(/ENOENT|EACCES/);
    },
  );

  it('says that a data folder can not be written', async () => {
    const locked = join(folder, 'locked');
    await writeFile(locked, 'a file where the folder should be');

    const ran = await run(['log'], { PREVIZ_DATA: join(locked, 'data') });

    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/locked/);
  });

  it('says which templates file is broken, and where', { timeout: 30_000 }, async () => {
    const templates = join(folder, 'templates');
    await mkdir(templates);
    await writeFile(join(templates, 'mine.yaml'), 'title: 12\n');

    const ran = await run(['templates'], { PREVIZ_TEMPLATES: templates });

    expect(ran).toMatchObject({ code: 2 });
    expect(ran.err).toMatch(/mine\.yaml/);
  });

  it('finds every part well with the doctor', { timeout: 60_000 }, async () => {
    const ran = await run(['doctor']);

    expect(ran.out).toMatch(/ok.*database/);
    expect(ran.out).toMatch(/ok.*queue/);
    expect(ran.out).toMatch(/ok.*animatic/);
    expect(ran.code).toBe(0);
  });
});

describe('a running app', () => {
  let folder: string;
  let app: AppProcess;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'previz-app-'));
    await chmod(folder, 0o700);
    app = await startAppProcess({ PREVIZ_DATA: folder });
  }, 60_000);

  afterAll(async () => {
    await app.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('refuses a second start on the same data folder, and names the first', { timeout: 30_000 }, async () => {
    const second = await runPreviz({ PREVIZ_DATA: folder, PORT: '0' }, ['start']);

    expect(second.code).toBe(2);
    expect(second.err).toContain(folder);
    expect(second.err).toContain(String(app.pid));
  });

  it('is joined by other commands, and renders what they ask for', { timeout: 60_000 }, async () => {
    const out = join(folder, 'joined.mp4');

    const ran = await runPreviz({ PREVIZ_DATA: folder }, ['render', 'a cat', ...TINY, '-o', out]);

    expect(ran).toMatchObject({ code: 0, out: `${out}\n` });
    expect((await readFile(out)).subarray(4, 8).toString()).toBe('ftyp');
    expect((await fetch(new URL('/healthz', app.url))).status).toBe(200);
  });

  it('says that the port is in use, and how to choose another', { timeout: 30_000 }, async () => {
    const blocker = await listen();
    const address = blocker.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';

    const ran = await runPreviz({ PREVIZ_DATA: join(folder, 'other'), PORT: port }, ['start']);

    blocker.close();
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(new RegExp(`Port ${port} is in use.*PORT=`));
  });
});

const listen = (): Promise<Server> =>
  new Promise((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => done(server));
  });
