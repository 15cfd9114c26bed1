import { expect, it, onTestFinished } from 'vitest';
import { withDatabase } from '../../support/database.ts';
import { openPlaygroundDatabase } from '../../support/playground-database.ts';
import { makeTestPlayground } from '../../support/playground-page.ts';

const database = withDatabase();

it('keeps what the page sends in the database, and shows it again', async () => {
  const { store, listen, stop } = openPlaygroundDatabase(database.url);
  const playground = makeTestPlayground({ store, listen });
  await playground.seed();
  await playground.start();
  onTestFinished(async () => {
    await playground.stop();
    await stop();
  });
  const place = { channel: 'previz-lab', thread: null };

  const statuses = [
    await playground.post('/api/messages', { ...place, text: 'hello' }),
    await playground.post('/api/messages', { ...place, thread: '1', text: '@previz slower' }),
    await playground.post('/api/messages', { ...place, text: '/previz a fox' }),
    await playground.post('/api/reactions', { message: '1', emoji: '✅', op: 'add' }),
    await playground.post('/api/buttons', { message: '1', verb: 'retake', target: 't', argument: null }),
    await playground.post('/api/forms', { ...place, text: '"a fox"', parentTake: null }),
    await playground.post('/api/reasons', { message: '1', take: 't', text: 'too fast' }),
    await playground.post('/api/channels', { name: 'Spot' }),
  ].map(({ status }) => status);
  const shown = JSON.parse(await (await playground.get('/api/channels/previz-lab/messages?as=mira')).text());
  const thread = JSON.parse(await (await playground.get('/api/threads/1?as=mira')).text());

  expect(playground.reported).toEqual([]);
  expect(statuses).toEqual(Array.from({ length: 8 }, () => 202));
  expect(shown.messages).toMatchObject([
    { text: 'hello', reactions: [{ emoji: '✅', people: ['mira'] }], replies: { count: 1 } },
  ]);
  expect(thread.replies).toMatchObject([{ text: '@previz slower', thread: '1' }]);
});
