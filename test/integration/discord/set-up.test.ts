import { afterEach, beforeEach, expect, it } from 'vitest';
import { registerCommands } from '../../../src/adapters/discord/register.ts';
import { makeApi } from '../../../src/adapters/discord/rest.ts';
import { runCli } from '../../../src/app/cli.ts';
import { checkDiscord } from '../../../src/app/doctor/check-discord.ts';
import { type DiscordServer, startDiscordServer } from '../../support/discord-server/discord-server.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';

let server: DiscordServer;
let checked = false;
const sent: string[] = [];
const api = () => makeApi({ token: server.token, apiUrl: server.apiUrl, report: () => {} });
const puts = () => server.calls.filter(({ method }) => method === 'PUT').length;

beforeEach(async () => {
  server = await startDiscordServer();
});
afterEach(() => server.stop());

it('registers the commands once, and again only when they changed', async () => {
  const first = await registerCommands(api(), null);
  const second = await registerCommands(api(), null);

  expect(first).toMatchObject({ kind: 'registered', names: ['previz', 'previz-team', 'Pre-viz this'] });
  expect(second.kind).toBe('unchanged');
  expect(puts()).toBe(1);
  const [known] = server.world.commands.get('global') ?? [];
  server.world.commands.set('global', [{ ...known, description: 'an older one' }]);
  expect((await registerCommands(api(), null)).kind).toBe('registered');
  sent.push(...server.violations);
  checked = server.checksSpec;
});

it.each([
  ['who may use them', { default_member_permissions: null }],
  ['where they are', { contexts: [0, 1] }],
])('registers again where only %s changed', async (_, change) => {
  await registerCommands(api(), null);
  const known = server.world.commands.get('global') ?? [];

  server.world.commands.set('global', [{ ...known[0], ...change }, ...known.slice(1)]);

  expect((await registerCommands(api(), null)).kind).toBe('registered');
  expect((await registerCommands(api(), null)).kind).toBe('unchanged');
});

it('registers for one server from the command line, and prints where to add the bot', async () => {
  const guild = server.addGuild();
  let out = '';
  const env = { DISCORD_TOKEN: server.token, DISCORD_API_URL: server.apiUrl };

  const code = await runCli(['discord', 'register', '--guild', guild.id], {
    env,
    out: (text) => {
      out += text;
    },
    err: () => {},
    isTty: false,
  });

  expect(code).toBe(0);
  expect(out).toContain(`Registered previz, previz-team, Pre-viz this for server ${guild.id}`);
  expect(out).toContain('permissions=309237746752');
  expect(server.world.commands.get(guild.id)).toHaveLength(3);
  expect((await registerCommands(api(), guild.id)).kind).toBe('unchanged');
  expect(puts()).toBe(1);
});

it('says what to set where there is no token', async () => {
  let err = '';

  const code = await runCli(['discord', 'register'], {
    env: {},
    out: () => {},
    err: (text) => {
      err += text;
    },
    isTty: false,
  });

  expect(code).toBe(2);
  expect(err).toContain('DISCORD_TOKEN is not set');
});

it.each([
  ['--only', 'discord'],
  ['--only', 'worker,discord'],
  ['--only', 'discord', '--shard', '0/4'],
])('says what to set where it is to start without a token: %s %s %s %s', async (...args) => {
  let err = '';
  const write = (text: string) => {
    err += text;
  };

  const code = await runCli(['start', ...args], { env: {}, out: () => {}, err: write, isTty: false });

  expect(code).toBe(2);
  expect(err).toContain('DISCORD_TOKEN is not set');
});

it.each(['4/4', '0/0', 'one', '-1/4', '1/'])('says how a share is written: %s', async (share) => {
  let err = '';
  const write = (text: string) => {
    err += text;
  };

  const code = await runCli(['start', '--only', 'discord', '--shard', share], {
    ...{ env: { DISCORD_TOKEN: server.token }, out: () => {}, err: write, isTty: false },
  });

  expect(code).toBe(2);
  expect(err).toContain('Write it as 0/4');
});

it('says who the bot is and where', async () => {
  server.addGuild();
  await registerCommands(api(), null);

  const findings = await checkDiscord({ token: server.token, apiUrl: server.apiUrl });

  expect(findings.map(({ kind }) => kind)).toEqual(['well', 'well']);
  expect(findings[0]?.text).toBe('signed in as Previz, in 1 server');
});

it('names the link where the bot is in no server, and the token where it is refused', async () => {
  const nowhere = await checkDiscord({ token: server.token, apiUrl: server.apiUrl });
  const refused = await checkDiscord({ token: 'x'.repeat(40), apiUrl: server.apiUrl });

  expect(nowhere.map(({ text }) => text).join()).toContain('oauth2/authorize');
  expect(refused).toMatchObject([{ kind: 'wrong', text: 'Discord refuses the bot token. Set DISCORD_TOKEN anew.' }]);
});

it('names the rights that the bot’s role lacks in a server', async () => {
  const guild = server.addGuild();
  guild.botRights &= ~(1n << 15n);
  await registerCommands(api(), null);

  const wrong = (await checkDiscord({ token: server.token, apiUrl: server.apiUrl })).filter(
    ({ kind }) => kind === 'wrong',
  );

  expect(wrong.map(({ text }) => text)).toEqual([
    'In Studio the bot’s role lacks Attach Files. Whoever manages the server can grant it under Server Settings → Roles.',
  ]);
});

it('stops asking long before Discord would ban the address', async () => {
  let now = 0;
  server.faults.add({ kind: 'status', value: 403, times: 1_000 });
  const { interactions } = makeApi({ token: server.token, apiUrl: server.apiUrl, report: () => {}, now: () => now });
  const ask = () => interactions.get('/users/@me', { auth: false }).catch((error: unknown) => error);

  for (let at = 0; at < 520; at += 1) await ask();

  expect(server.calls.length).toBe(500);
  now += 11 * 60_000;
  await ask();
  expect(server.calls.length).toBe(501);
});

itFitsDiscord('the commands', () => ({ checksSpec: checked, violations: sent }));
