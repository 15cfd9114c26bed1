import { afterEach, beforeEach, expect, it } from 'vitest';
import { disconnect, makePrisma } from '../../../src/adapters/db/client.ts';
import { channelId, messageId, workspaceId } from '../../../src/core/ids.ts';
import { withDatabase } from '../../support/database.ts';
import { openBareDiscord } from '../../support/discord-chat.ts';
import { type DiscordServer, startDiscordServer } from '../../support/discord-server/discord-server.ts';
import { toGuildCreate } from '../../support/discord-server/gateway.ts';
import { text } from '../../support/discord-story.ts';
import { until } from '../../support/until.ts';

const database = withDatabase();
let server: DiscordServer;
let prisma: ReturnType<typeof makePrisma>;
let discord: ReturnType<typeof openBareDiscord>;
let listening: { stop(): Promise<void> };
let readings: number;

/** How many readings fail before one is done. */
const listen = async (failing: number) => {
  readings = 0;
  const reconcile = async () => {
    readings += 1;
    if (readings <= failing) throw new Error('the database is away');
  };
  discord = openBareDiscord(server, prisma, '/nowhere', { reconcile });
  listening = await discord.listen(null);
};

beforeEach(async () => {
  server = await startDiscordServer();
  prisma = makePrisma(database.url, () => {});
});
afterEach(async () => {
  await listening.stop();
  await disconnect(prisma);
  await server.stop();
});

it('reads what stands at its start and after each session that had to begin anew, and not after one that went on', async () => {
  await listen(0);
  await until('the first reading', async () => readings === 1);
  server.gateway.cut();
  await until('a resumed session', async () => server.gateway.resumed === 1);

  server.gateway.forget();

  await until('a session of its own', async () => server.gateway.identified.length === 2);
  await until('the next reading', async () => readings > 1);
  expect(readings).toBe(2);
});

it('reads again until it is done', async () => {
  await listen(2);

  await until('a reading that is done', async () => readings === 3);
});

it.each([
  ['put out of it and invited again', {}],
  ['cut off from it for a while', { unavailable: true }],
])('reads what stands in a server after it was %s, and not when a session begins with it', async (_, away) => {
  const guild = server.addGuild();
  await listen(0);
  await until('the first reading', async () => readings === 1);
  expect(server.gateway.identified).toHaveLength(1);

  server.gateway.dispatch(guild.id, 'GUILD_DELETE', { id: guild.id, ...away });
  server.gateway.dispatch(guild.id, 'GUILD_CREATE', toGuildCreate(server.world, guild));

  await until('the next reading', async () => readings > 1);
  expect(readings).toBe(2);
});

it('reads what stands after it heard from a channel again that was hidden', async () => {
  const guild = server.addGuild();
  const channel = server.addChannel(guild);
  const mira = server.addPerson(guild, 'Mira');
  await listen(0);
  await until('the first reading', async () => readings === 1);
  const { rights } = channel;
  const workspace = workspaceId(guild.id);
  const place = { platform: 'discord', workspace, channel: channelId(channel.id), thread: null } as const;
  server.changeRights(channel, 0n);
  for (const _ of [1, 2, 3])
    await expect(discord.surface.readReactions(place, messageId('100000000000000001'))).rejects.toThrow('View Channel');

  server.changeRights(channel, rights);
  server.slash(mira.id, channel.id, 'previz', [text('scene', 'a dog')]);

  await until('the next reading', async () => readings > 1);
});
