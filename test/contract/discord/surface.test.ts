import { withDatabase } from '../../support/database.ts';
import { makeDiscordHarness } from '../../support/discord-chat.ts';
import type { DiscordServer } from '../../support/discord-server/discord-server.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import { describeChatSurface } from '../chat-surface.ts';

const database = withDatabase();
const used: DiscordServer[] = [];

describeChatSurface('discord', async () => {
  const { server, ...harness } = await makeDiscordHarness(database.url);
  used.push(server);
  return harness;
});

itFitsDiscord('the contract', () => ({
  checksSpec: used.length > 0 && used.every(({ checksSpec }) => checksSpec),
  violations: used.flatMap(({ violations }) => violations),
}));
