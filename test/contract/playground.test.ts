import { withDatabase } from '../support/database.ts';
import { makePlaygroundHarness } from '../support/playground-chat.ts';
import { openPlaygroundDatabase } from '../support/playground-database.ts';
import { makePlaygroundMemory } from '../support/playground-memory.ts';
import { describeChatSurface } from './chat-surface.ts';
import { describePlaygroundStore } from './playground-store.ts';

const database = withDatabase();

describePlaygroundStore('memory', async () => ({ ...makePlaygroundMemory(), stop: async () => {} }));
describePlaygroundStore('the database', async () => openPlaygroundDatabase(database.url));

describeChatSurface('playground', async () => {
  const { store, stop } = openPlaygroundDatabase(database.url);
  return makePlaygroundHarness(store, stop);
});
