import { afterEach, beforeEach, expect, it } from 'vitest';
import { disconnect, makePrisma } from '../../../src/adapters/db/client.ts';
import { withDatabase } from '../../support/database.ts';
import { openBareDiscord } from '../../support/discord-chat.ts';
import { type DiscordServer, startDiscordServer } from '../../support/discord-server/discord-server.ts';
import { until } from '../../support/until.ts';

const database = withDatabase();
let server: DiscordServer;
let prisma: ReturnType<typeof makePrisma>;
let listening: { stop(): Promise<void> };
let readings: number;

/** How many readings fail before one is done. */
const listen = async (failing: number) => {
  readings = 0;
  const reconcile = async () => {
    readings += 1;
    if (readings <= failing) throw new Error('the database is away');
  };
  listening = await openBareDiscord(server, prisma, '/nowhere', { reconcile }).listen(null);
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
