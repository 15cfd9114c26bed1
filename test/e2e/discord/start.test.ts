import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type RunningApp, type Starting, startApp } from '../../../src/app/commands/start.ts';
import { readConfig } from '../../../src/app/config.ts';
import { UserError } from '../../../src/core/errors.ts';
import { withDatabase } from '../../support/database.ts';
import { type DiscordServer, startDiscordServer } from '../../support/discord-server/discord-server.ts';
import { until } from '../../support/until.ts';

const database = withDatabase();
let server: DiscordServer;
let dataDir: string;
let app: RunningApp | null;
let said: string;

beforeEach(async () => {
  server = await startDiscordServer();
  dataDir = await mkdtemp(join(tmpdir(), 'previz-discord-'));
  app = null;
  said = '';
});
afterEach(async () => {
  await app?.stop();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const start = (only: Starting['only'], token: string) =>
  startApp({
    config: readConfig({
      ...{ DATABASE_URL: database.url, PREVIZ_DATA: dataDir, PORT: '0', LOG_LEVEL: 'silent' },
      ...{ DISCORD_TOKEN: token, DISCORD_API_URL: server.apiUrl },
    }),
    only,
    terminal: {
      out: () => {},
      err: (text) => {
        said += text;
      },
    },
  });

const wrong = () => `${server.token}x`;

it('starts all the rest where Discord refuses the token, and says so', async () => {
  app = await start(['web', 'discord'], wrong());

  expect(said).toContain('DISCORD_TOKEN: Discord refuses it');
  expect((await fetch(app.url ?? '')).status).toBe(200);
});

it('ends in words where Discord refuses the token and nothing else was to run', async () => {
  const started = start(['discord'], wrong());

  await expect(started).rejects.toThrow(UserError);
  await expect(started).rejects.toThrow('DISCORD_TOKEN: Discord refuses it');
});

it.each([[['discord']], [['web', 'discord']]] as const)(
  'says that Discord can not be reached, and listens as soon as it can: %s',
  async (only) => {
    const guild = server.addGuild();
    const [mira, room] = [server.addPerson(guild, 'Mira'), server.addChannel(guild)];
    server.faults.add({ path: /^\/gateway\/bot$/, kind: 'status', value: 503, times: 1_000 });

    app = await start(only, server.token);
    expect(said).toContain('Discord can not be reached');
    server.faults.clear();

    await until('a connection', async () => server.gateway.connected() === 1);
    const asked = server.slash(mira.id, room.id, 'previz');
    await until('a form', async () => asked.callback);
  },
);
