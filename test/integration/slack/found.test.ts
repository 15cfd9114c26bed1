import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { toNote } from '../../../src/core/card/notes.ts';
import { outboxId, type ThreadRef } from '../../../src/core/ids.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { makeSlackHarness } from '../../support/slack-chat.ts';

let database: TestDatabase;
let slack: Awaited<ReturnType<typeof makeSlackHarness>>;
let place: ThreadRef;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database?.drop());
beforeEach(async () => {
  slack = await makeSlackHarness(database.url);
  place = await slack.openChannel();
  return () => slack.stop();
});

it('says what is true now where it is found after a lost answer', async () => {
  slack.server.fail('chat.postMessage', { kind: 'status', status: 500, when: 'after' });
  const key = outboxId('found-1');
  const say = (text: string) => slack.surface.post(place, toNote('plain', [[text]]), key);

  await expect(say('Rendering')).rejects.toThrow();
  const posted = await say('Delivered');

  expect(slack.server.messages(place.channel)).toMatchObject([{ ts: posted, text: 'Delivered' }]);
});
