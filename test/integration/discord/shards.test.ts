import { afterAll, beforeAll, expect, it } from 'vitest';
import { withDatabase } from '../../support/database.ts';
import { type DiscordApp, makeEyes, startDiscordApp } from '../../support/discord-app.ts';
import { until } from '../../support/until.ts';

const database = withDatabase();
let chat: DiscordApp;

beforeAll(async () => {
  chat = await startDiscordApp(database.url, { shard: { id: 0, of: 2 }, only: ['discord'] });
}, 60_000);
afterAll(() => chat?.stop(), 30_000);

it('hears the servers of its own share and no other', async () => {
  const { server } = chat;
  const eyes = makeEyes(chat);
  const shardOf = (id: string) => Number((BigInt(id) >> 22n) % 2n);
  const guilds = Array.from({ length: 12 }, () => {
    server.advance(1);
    return server.addGuild();
  });
  const [mine, other] = [guilds.find(({ id }) => shardOf(id) === 0), guilds.find(({ id }) => shardOf(id) === 1)];
  if (mine === undefined || other === undefined) throw new Error('all servers are on one shard');
  const blank = (guild: typeof mine) => {
    const person = server.addPerson(guild, 'Ana');
    return server.slash(person.id, server.addChannel(guild).id, 'previz');
  };

  const [unheard, heard] = [blank(other), blank(mine)];

  await eyes.answered(heard);
  expect(unheard.callback).toBeNull();
  expect(server.gateway.identified).toEqual([{ intents: (1 << 0) | (1 << 9) | (1 << 10), shard: [0, 2] }]);
  await until('one connection', async () => server.gateway.connected() === 1);
});

it('takes as many shards as Discord advises where none is named', async () => {
  const alone = await startDiscordApp(database.url, { only: ['discord'], recommendedShards: 2 });

  try {
    await until('both', async () => alone.server.gateway.identified.length === 2);
    expect(alone.server.gateway.identified.map(({ shard }) => shard)).toEqual([
      [0, 2],
      [1, 2],
    ]);
  } finally {
    await alone.stop();
  }
}, 60_000);
