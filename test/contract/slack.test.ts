import { afterAll, beforeAll } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { makeSlackHarness } from '../support/slack-chat.ts';
import { describeChatSurface } from './chat-surface.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database?.drop());

describeChatSurface('slack', () => makeSlackHarness(database.url));
