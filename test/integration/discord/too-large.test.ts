import { afterAll, beforeAll, expect, it } from 'vitest';
import { outboxId } from '../../../src/core/ids.ts';
import { makeCard, makeClip, type SurfaceHarness } from '../../contract/chat-surface.ts';
import { withDatabase } from '../../support/database.ts';
import { makeDiscordHarness } from '../../support/discord-chat.ts';

const database = withDatabase();
let chat: SurfaceHarness;

beforeAll(async () => {
  chat = await makeDiscordHarness(database.url);
});
afterAll(() => chat?.stop());

it('shows a still and a link where no copy of a clip fits, once', async () => {
  const channel = await chat.openChannel();
  const { thread } = await chat.surface.openThread(channel, makeCard('PV-0001'), outboxId('shot-1'));
  const place = { ...channel, thread };
  const clip = {
    ...makeClip('PV-0001_t01.mp4', chat.person),
    bytes: 400 * 1024 * 1024,
    poster: 'clips/take-1.jpg',
  };

  const first = await chat.surface.deliver(place, clip, outboxId('clip-1'));
  const second = await chat.surface.deliver(place, clip, outboxId('clip-1'));

  const seen = (await chat.look(place, chat.person)).filter(({ mentions }) => mentions.length > 0);
  expect(second).toBe(first);
  expect(seen).toMatchObject([{ id: first, clips: [], mentions: [chat.person] }]);
  expect(seen[0]?.text).toContain('larger than this server takes: [watch it here](https://previz.example/clips/');
  expect(seen[0]?.reactions).toHaveLength(2);
});
