import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '../../../src/adapters/db/embedded/start-embedded-postgres.ts';
import { askServer, isServer, killServer, QUIET, readServerPid, withEmbedded } from '../../support/embedded.ts';

const room = withEmbedded();
const start = (dataDir: string) => startEmbeddedPostgres({ dataDir, log: QUIET });
const isRoot = process.getuid?.() === 0;

describe('the embedded server', () => {
  it('is made on first use, stops, and comes back with its data at the same address', async () => {
    const folder = await room.makeBareFolder();
    const first = await start(join(folder, 'deeper', 'data'));
    await askServer(first.url, 'CREATE TABLE kept AS SELECT 7 AS seven');
    const pid = await readServerPid(join(folder, 'deeper', 'data'));

    await first.stop();

    expect(await readServerPid(join(folder, 'deeper', 'data'))).toBeNull();
    await expect.poll(() => isServer(pid ?? 0, folder)).toBe(false);
    const second = await start(join(folder, 'deeper', 'data'));
    expect(second).toMatchObject({ url: first.url, adopted: false });
    expect(await askServer(second.url, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }]);
    await second.stop();
    await second.stop();
  });

  it('is durable, sorts by code point, and lets nobody in without the password', async () => {
    const folder = await room.makeBareFolder();
    const server = await start(folder);
    const anybody = new URL(server.url);
    anybody.password = 'guess';

    const settings = `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS sync,
      current_setting('full_page_writes') AS pages, current_setting('server_version_num')::int / 10000 AS major,
      (SELECT datcollate || ' ' || datlocprovider::text || ' ' || pg_encoding_to_char(encoding) || ' ' || datlocale
       FROM pg_database WHERE datname = 'postgres') AS sorting`;

    expect(await askServer(server.url, settings)).toEqual([
      { fsync: 'on', sync: 'on', pages: 'on', major: 18, sorting: 'C b UTF8 C.UTF-8' },
    ]);
    await expect(askServer(anybody.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(folder, 'postgres', 'previz.password'))).mode & 0o777).toBe(0o600);
  });

  it('is one server for all who start it at the same time', async () => {
    const folder = await room.makeBareFolder();

    const started = await Promise.all([start(folder), start(folder), start(folder)]);

    expect(new Set(started.map(({ url }) => url)).size).toBe(1);
    expect(started.filter(({ adopted }) => !adopted)).toHaveLength(1);
    expect((await readdir(folder)).filter((name) => name.startsWith('postgres-new-'))).toEqual([]);
  });

  it('is adopted when the process that started it was killed', async () => {
    const folder = await room.makeFolder();
    const owner = await room.startProcess(folder, 'app');
    const pid = await readServerPid(folder);
    await owner.kill();

    const server = await start(folder);

    expect(server).toMatchObject({ url: owner.said.url, adopted: true });
    expect(await readServerPid(folder)).toBe(pid);
    await server.stop();
    expect(await readServerPid(folder)).toBeNull();
  });

  it('does not hear the Ctrl-C of the terminal that its owner was started from', async () => {
    const folder = await room.makeFolder();
    const owner = await room.startProcess(folder, 'app');

    process.kill(-owner.pid, 'SIGINT');

    await expect.poll(() => isServer(owner.pid, folder)).toBe(false);
    expect(await askServer(owner.said.url ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it.for([
    ['a process that is gone', 4_194_303],
    ['another program, whose id it is now', process.ppid],
  ] as const)('starts again after a crash whose pid file names %s', async ([, pid]) => {
    const folder = await room.makeFolder();
    const crashed = await start(folder);
    await askServer(crashed.url, 'CREATE TABLE kept AS SELECT 7 AS seven');
    const file = join(folder, 'postgres', 'postmaster.pid');
    const lines = (await readFile(file, 'utf8')).split('\n');
    await killServer(folder);
    await writeFile(file, [String(pid), ...lines.slice(1)].join('\n'));

    const server = await start(folder);

    expect(server).toMatchObject({ url: crashed.url, adopted: false });
    expect(await askServer(server.url, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }]);
  });

  it('takes another port when the last one is taken, and keeps it', async () => {
    const folder = await room.makeFolder();
    const first = await start(folder);
    await first.stop();
    const other = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');

    const second = await start(folder);

    expect(second.url).not.toBe(first.url);
    await second.stop();
    other.close();
    expect((await start(folder)).url).toBe(second.url);
  });

  it('refuses a server on its folder that does not know its password', async () => {
    const folder = await room.makeFolder();
    const server = await start(folder);
    await askServer(server.url, `ALTER ROLE previz PASSWORD 'changed'`);

    await expect(start(folder)).rejects.toMatchObject({ name: 'UserError', code: 'database_foreign' });
  });

  it.skipIf(process.platform !== 'linux')('never starts a second server where another container has one', async () => {
    const folder = await room.makeFolder();
    await writeFile(join(folder, 'postgres', 'postmaster.pid'), `4194303\n${folder}/postgres\n1\n1\n\n127.0.0.1\n`);
    const other = spawn('flock', [join(folder, 'postgres.lock'), 'sh', '-c', 'echo locked; read line'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(other.stdout, 'data');

    await expect(startEmbeddedPostgres({ dataDir: folder, log: QUIET, patienceMs: 300 })).rejects.toMatchObject({
      name: 'UserError',
      code: 'database_elsewhere',
    });

    other.stdin.end();
    await once(other, 'exit');
    expect(await start(folder)).toMatchObject({ adopted: false });
  });

  it('refuses a folder that another major version made', async () => {
    const folder = await room.makeFolder();
    await (await start(folder)).stop();
    await writeFile(join(folder, 'postgres', 'PG_VERSION'), '17\n');

    await expect(start(folder)).rejects.toMatchObject({
      name: 'UserError',
      code: 'database_version',
      message: expect.stringContaining('PostgreSQL 17'),
    });
  });

  it('says what to do about a folder that can not be written', async () => {
    const folder = await room.makeFolder();
    await writeFile(join(folder, 'file'), '');

    await expect(start(join(folder, 'file', 'data'))).rejects.toMatchObject({
      name: 'UserError',
      code: 'database_folder',
      message: expect.stringContaining('PREVIZ_DATA'),
    });
  });

  it('says why when it does not start', async () => {
    const folder = await room.makeFolder();

    await expect(
      startEmbeddedPostgres({ dataDir: folder, log: QUIET, settings: { shared_buffers: 'plenty' } }),
    ).rejects.toMatchObject({
      name: 'UserError',
      code: 'database_start',
      message: expect.stringContaining('shared_buffers'),
    });
  });
});

describe.skipIf(!isRoot)('as root (skipped for other users)', () => {
  it('runs in a folder that only root may enter, and leaves the files with root', async () => {
    const folder = await room.makeBareFolder();
    expect((await stat(folder)).mode & 0o777).toBe(0o700);

    await start(folder);

    expect(await stat(join(folder, 'postgres', 'PG_VERSION'))).toMatchObject({ uid: 0, gid: 0 });
  });

  it('runs as another user where user namespaces are forbidden, and goes on so', async () => {
    const folder = await room.makeBareFolder();
    const env = { ...process.env, PATH: await makePath(folder, ['flock', 'setpriv']) };

    const process1 = await room.startProcess(folder, 'command', env);

    expect(process1.said).toMatchObject({ url: expect.any(String) });
    expect((await stat(join(folder, 'postgres'))).uid).not.toBe(0);
    await process1.leave();
    expect(await readServerPid(folder)).toBeNull();
    expect((await start(folder)).url).toBe(process1.said.url);
  });

  it('says what to do where no other user may enter the folder', async () => {
    const folder = await room.makeBareFolder();
    const env = { ...process.env, PATH: await makePath(folder, []) };

    const closed = await room.startProcess(folder, 'command', env);
    expect(closed.said).toMatchObject({ code: 'database_root', message: expect.stringContaining('PREVIZ_DATA') });

    await chmod(folder, 0o755);
    const open = await room.startProcess(folder, 'command', env);
    expect(open.said).toMatchObject({ url: expect.any(String) });
    await open.leave();
    expect(await readServerPid(folder)).toBeNull();
  });
});

/** A PATH with the everyday programs and only these of util-linux. */
async function makePath(folder: string, names: readonly string[]): Promise<string> {
  const path = join(folder, 'path');
  await mkdir(path);
  for (const name of ['sh', 'rm', 'chown', 'true', ...names]) await symlink(`/usr/bin/${name}`, join(path, name));
  return path;
}
