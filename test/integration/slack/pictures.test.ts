import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Card } from '../../../src/core/card/card.ts';
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

const ALT = 'Spent by day: $0.40.';
/** What was uploaded is remembered in the database, so each test that uploads has a picture of its own. */
const digest = (media = 'clips/week.png'): Card => ({
  tone: 'plain',
  title: ['Week 47'],
  body: [
    { kind: 'line', line: ['$0.40 spent'] },
    { kind: 'image', media, alt: ALT, wide: true },
  ],
  buttons: [],
  text: 'Week 47',
});
const images = () =>
  slack.server.state.messages.flatMap(({ blocks }) =>
    (blocks as readonly { readonly type: string; readonly slack_file?: { readonly id: string } }[]).filter(
      ({ type }) => type === 'image',
    ),
  );
const posts = () => slack.server.state.messages.filter(({ text }) => text.startsWith('Week 47'));
const files = () => [...slack.server.state.files.values()];

it('is in words where Slack takes no upload, or the bytes are gone', async () => {
  slack.server.fail('files.getUploadURLExternal', { kind: 'error', code: 'file_uploads_disabled' });

  await slack.surface.post(place, digest(), outboxId('digest-1'));
  await slack.surface.post(place, digest('clips/gone.png'), outboxId('digest-2'));

  expect(posts()).toHaveLength(2);
  expect(images()).toEqual([]);
  expect(JSON.stringify(posts()[0]?.blocks)).toContain(ALT);
});

it('is in words where Slack refuses to show it, and is uploaded anew for the next', async () => {
  slack.server.fail('chat.postMessage', { kind: 'error', code: 'invalid_blocks' });

  await slack.surface.post(place, digest(), outboxId('digest-3'));
  await slack.surface.post(place, digest(), outboxId('digest-4'));

  expect(posts()).toHaveLength(2);
  expect(images()).toHaveLength(1);
  expect(files()).toHaveLength(2);
});

it('is uploaded once for all messages that show it, shared with nobody, and waited for', async () => {
  slack.server.sharing.unreadInfos = 3;
  const media = 'clips/again.png';

  await slack.surface.post(place, digest(media), outboxId('digest-5'));
  await slack.surface.post(place, digest(media), outboxId('digest-6'));
  await slack.surface.tell(place, slack.person, { ...digest(media), lasting: true }, outboxId('digest-7'));

  expect(files()).toMatchObject([{ alt: ALT, received: 500, completions: 1, shares: [] }]);
  expect(images().map((image) => image.slack_file?.id)).toEqual([files()[0]?.id, files()[0]?.id, files()[0]?.id]);
});

it('is a file of Slack’s own where it is a thumbnail and there is no public address', async () => {
  const small: Card = { ...digest(), body: [{ kind: 'image', media: 'clips/small.png', alt: ALT }] };

  await slack.surface.post(place, small, outboxId('digest-9'));

  expect(images()).toMatchObject([{ alt_text: ALT, slack_file: { id: files()[0]?.id } }]);
});

it('stands once where an answer was lost on any step of the way', async () => {
  const media = 'clips/lost.png';
  for (const method of ['files.getUploadURLExternal', 'files.completeUploadExternal', 'chat.postMessage'])
    slack.server.fail(method, { kind: 'reset', when: 'after' });
  slack.server.fail('upload', { kind: 'reset', when: 'after' });

  await expect.poll(tryAgain, { timeout: 10_000 }).toBe('posted');

  expect(posts()).toHaveLength(1);
  expect(images()).toHaveLength(1);
  expect(files().filter(({ shares }) => shares.length > 0)).toEqual([]);

  async function tryAgain(): Promise<string> {
    try {
      await slack.surface.post(place, digest(media), outboxId('digest-8'));
      return 'posted';
    } catch (error) {
      return String(error);
    }
  }
});
