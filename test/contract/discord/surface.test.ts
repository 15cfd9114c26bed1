import { withDatabase } from '../../support/database.ts';
import { makeDiscordHarness } from '../../support/discord-chat.ts';
import { describeChatSurface } from '../chat-surface.ts';

const database = withDatabase();

describeChatSurface('discord', () => makeDiscordHarness(database.url));
