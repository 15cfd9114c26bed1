import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NEEDED_RIGHTS } from '../../../src/adapters/discord/rights.ts';
import { type AppProcess, startAppProcess } from '../../support/app-process.ts';
import { makeEyes } from '../../support/discord-app.ts';
import { textOf } from '../../support/discord-chat.ts';
import { type DiscordServer, startDiscordServer } from '../../support/discord-server/discord-server.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import { text } from '../../support/discord-story.ts';
import { until } from '../../support/until.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

let server: DiscordServer;
let dataDir: string;
let app: AppProcess;
const env = () => ({ PREVIZ_DATA: dataDir, DISCORD_TOKEN: server.token, DISCORD_API_URL: server.apiUrl });

beforeAll(async () => {
  server = await startDiscordServer();
  dataDir = await mkdtemp(join(tmpdir(), 'previz-newcomer-'));
});

afterAll(async () => {
  await app?.stop();
  await server?.stop();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

/** As it stands in docs/discord.md, typed into a shell of the repository. */
async function type(command: string): Promise<string> {
  const shell = promisify(execFile);
  const { stdout } = await shell('sh', ['-c', command], { cwd: ROOT, env: { ...process.env, ...env() } });
  return stdout;
}

it('comes from the bot’s token to the first clip by what the page says', async () => {
  const page = await readFile(join(ROOT, 'docs', 'discord.md'), 'utf8');
  const eyes = makeEyes({ server });

  const registered = await type('npx previz discord register');
  expect(registered).toContain('Registered previz, previz-team, Pre-viz this for all servers');
  const rights = BigInt(/permissions=(\d+)/.exec(registered)?.[1] ?? '0');
  expect(rights).toBe(Object.values(NEEDED_RIGHTS).reduce((all, right) => all | right, 0n));
  for (const name of Object.keys(NEEDED_RIGHTS)) expect(page.replace(/\s+/g, ' ')).toContain(name);

  const guild = server.addGuild();
  guild.botRights = rights;
  const channel = server.addChannel(guild);
  channel.rights = rights;
  const mira = server.addPerson(guild, 'Mira', { admin: true });
  const jonas = server.addPerson(guild, 'Jonas');
  app = await startAppProcess(env());
  await until('a connection', async () => server.gateway.connected() === 1);
  server.slash(mira.id, channel.id, 'previz', [text('scene', 'a lighthouse keeper climbs a spiral stair')]);
  const thread = await eyes.thread(channel.id, 'a lighthouse keeper');
  const clip = await eyes.clip(thread.id);
  server.react(jonas.id, clip, { emoji: '✅' });
  await until('an approval', async () => /Approved/.test(textOf(await eyes.message(thread.id, 'take 1'))));

  const doctor = await type('npx previz doctor || true');
  expect(doctor).toContain('signed in as Previz, in 1 server');
  expect(doctor).toContain('3 commands are registered');
  expect(doctor).not.toMatch(/lacks|not registered/);
}, 120_000);

itFitsDiscord('a newcomer', () => server);
