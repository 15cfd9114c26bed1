import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { connect } from '../../../src/adapters/db/connect.ts';
import { type Database, openDatabase, type Role } from '../../../src/adapters/db/presence.ts';
import { withDatabase } from '../../support/database.ts';
import { askServer, killServer, QUIET, readServerPid, withEmbedded } from '../../support/embedded.ts';

const room = withEmbedded();
const opened: Database[] = [];
// After-hooks run last to first: everybody leaves before the folders are cleared away.
afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.release()));
});

const open = async (target: { dataDir: string } | { url: string }, role: Role) => {
  const database = await openDatabase({ ...target, role, log: QUIET });
  opened.push(database);
  return database;
};

describe('on a data folder', () => {
  it('a second app refuses, names the folder, the process and the page, and disturbs nothing', async () => {
    const dataDir = await room.makeFolder();
    const app = await open({ dataDir }, 'app');
    await app.announce('http://127.0.0.1:3000/');

    await expect(open({ dataDir }, 'app')).rejects.toMatchObject({
      name: 'UserError',
      code: 'already_running',
      message: expect.stringContaining(dataDir),
      facts: { folder: dataDir, pid: process.pid, url: 'http://127.0.0.1:3000/' },
    });

    expect(await app.isAppRunning()).toBe(true);
  });

  it('a command joins the app, sees it, and leaves it running', async () => {
    const dataDir = await room.makeFolder();
    const app = await room.startProcess(dataDir, 'app');

    const command = await open({ dataDir }, 'command');

    expect(command.url).toBe(app.said.url);
    expect(await command.isAppRunning()).toBe(true);
    await command.release();
    expect(await askServer(command.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('a command alone starts the server and stops it', async () => {
    const dataDir = await room.makeFolder();
    const command = await open({ dataDir }, 'command');
    expect(await command.isAppRunning()).toBe(false);

    await command.release();

    expect(await readServerPid(dataDir)).toBeNull();
    await command.release();
  });

  it('the last one out stops the server, whoever started it', async () => {
    const dataDir = await room.makeFolder();
    const first = await room.startProcess(dataDir, 'command');
    const app = await room.startProcess(dataDir, 'app');

    await first.leave();
    expect(await readServerPid(dataDir)).not.toBeNull();
    await app.leave();

    expect(await readServerPid(dataDir)).toBeNull();
  });

  it('processes that start at the same time end up on one server, and one of two apps wins', async () => {
    const dataDir = await room.makeFolder();

    const all = await Promise.all((['app', 'app', 'command'] as const).map((role) => room.startProcess(dataDir, role)));

    expect(new Set(all.flatMap(({ said }) => said.url ?? [])).size).toBe(1);
    expect(
      all
        .slice(0, 2)
        .map(({ said }) => said.code)
        .sort(),
    ).toEqual(['already_running', undefined]);
  });

  it('who joins while the last one leaves gets a server', async () => {
    const dataDir = await room.makeFolder();
    const visit = async () => {
      const database = await openDatabase({ dataDir, role: 'command', log: QUIET });
      const rows = await askServer(database.url, 'SELECT 1 AS one');
      await database.release();
      return rows;
    };

    const visits = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const rows = [];
        for (let round = 0; round < 8; round += 1) rows.push(await visit());
        return rows;
      }),
    );

    expect(visits.flat(2)).toEqual(Array.from({ length: 24 }, () => ({ one: 1 })));
    expect(await readServerPid(dataDir)).toBeNull();
  });

  it('an app that was killed is no longer running, and the next one takes its server over', async () => {
    const dataDir = await room.makeFolder();
    const killed = await room.startProcess(dataDir, 'app');
    const pid = await readServerPid(dataDir);
    await killed.kill();

    const app = await open({ dataDir }, 'app');

    expect(app.url).toBe(killed.said.url);
    expect(await readServerPid(dataDir)).toBe(pid);
    await app.release();
    expect(await readServerPid(dataDir)).toBeNull();
  });

  it('an app whose server was killed starts it again at the same address, and is still the app', async () => {
    const dataDir = await room.makeFolder();
    const app = await open({ dataDir }, 'app');

    await killServer(dataDir);

    // The dead server's last connections may still answer for a moment: only a new connection proves a new server.
    const one = () => askServer(app.url, 'SELECT 1 AS one').catch(() => null);
    await expect.poll(one, { timeout: 10_000 }).toEqual([{ one: 1 }]);
    await expect.poll(() => app.isAppRunning().catch(() => null), { timeout: 10_000 }).toBe(true);
    await expect(open({ dataDir }, 'app')).rejects.toMatchObject({ code: 'already_running' });
  });
});

describe('on an external database', () => {
  const database = withDatabase();

  it('several apps run at once, and a command sees them come and go', async () => {
    const { url } = database;
    const command = await open({ url }, 'command');
    expect(await command.isAppRunning()).toBe(false);

    const apps = [await open({ url }, 'app'), await open({ url }, 'app')];
    expect(await command.isAppRunning()).toBe(true);

    await apps[0]?.release();
    expect(await command.isAppRunning()).toBe(true);
    await apps[1]?.release();
    await expect.poll(() => command.isAppRunning()).toBe(false);
  });

  it('an app whose connection was cut says again that it is there', async () => {
    const { url } = database;
    const app = await open({ url }, 'app');

    await askServer(url, `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 2`);

    await expect.poll(() => app.isAppRunning().catch(() => null), { timeout: 10_000 }).toBe(true);
  });

  it('names the address, never the password, when nobody answers there', async () => {
    const url = 'postgres://somebody:hush@127.0.0.1:1/previz';

    const error = await open({ url }, 'app').catch((reason: unknown) => reason);

    expect(error).toMatchObject({
      name: 'UserError',
      code: 'database_unreachable',
      message: expect.stringContaining('127.0.0.1:1'),
    });
    expect(JSON.stringify(error) + String(error)).not.toContain('hush');
  });

  it('gives up on a server that takes the connection and says nothing', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : 0;

    await expect(connect(`postgres://a:b@127.0.0.1:${port}/c`, 200)).rejects.toMatchObject({
      code: 'database_unreachable',
    });

    silent.close();
  });

  it.for([
    ['a wrong password', 'database_login', (url: URL) => Object.assign(url, { password: 'wrong' })],
    ['a database that is not there', 'database_missing', (url: URL) => Object.assign(url, { pathname: '/nowhere' })],
  ] as const)('tells %s from silence', async ([, code, change]) => {
    const url = change(new URL(database.url)).href;

    await expect(open({ url }, 'app')).rejects.toMatchObject({ name: 'UserError', code });
  });

  it('says that an address can not be read without repeating it', async () => {
    const error = await open({ url: 'postgres://a:hush@[nonsense' }, 'app').catch((reason: unknown) => reason);

    expect(error).toMatchObject({ name: 'UserError', code: 'database_url' });
    expect(String(error)).not.toContain('hush');
  });
});
