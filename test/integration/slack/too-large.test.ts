import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clip } from '../../../src/core/card/card.ts';
import { outboxId, type ThreadRef, takeId } from '../../../src/core/ids.ts';
import { withDatabase } from '../../support/database.ts';
import { makeSlackHarness } from '../../support/slack-chat.ts';

/** 1 GB: https://slack.com/help/articles/201330736 */
const LARGEST = 1024 ** 3;
const LINK = 'https://previz.studio.example/media/';

describe('a clip near the size that Slack takes', () => {
  const database = withDatabase();
  let slack: Awaited<ReturnType<typeof makeSlackHarness>>;
  let place: ThreadRef;

  beforeAll(async () => {
    slack = await makeSlackHarness(database.url, { linkTo: (media, name) => `${LINK}${media}?as=${name}` });
    const channel = await slack.openChannel();
    const { thread } = await slack.surface.openThread(channel, card('root'), outboxId('root'));
    place = { ...channel, thread };
  });
  afterAll(() => slack?.stop());

  const card = (text: string) => ({ tone: 'plain', title: [text], body: [], buttons: [], text }) as const;
  const clip = (bytes: number): Clip => ({
    ...{ media: 'clips/take-1.mp4', fileName: 'SH0010_t01.mp4', poster: 'clips/week.png', altText: 'a long walk' },
    ...{ takeId: takeId('take-1'), bytes, seconds: 5, width: 1280, height: 720, requester: slack.person },
    card: card('PV-0001 take 1'),
  });
  const asked = (method: string) => slack.server.calls.filter((call) => call.method === method).length;

  it('is uploaded as long as it is no larger', async () => {
    const id = await slack.surface.deliver(place, clip(LARGEST), outboxId('fits'));

    expect(slack.server.messages(place.channel).find(({ ts }) => ts === id)?.files).toHaveLength(1);
  });

  it('is a poster and a signed link where it is, without asking Slack; the vote is seeded all the same', async () => {
    const before = asked('files.getUploadURLExternal');

    const id = await slack.surface.deliver(place, clip(LARGEST + 1), outboxId('too-large'));

    const message = slack.server.messages(place.channel).find(({ ts }) => ts === id);
    expect(message).toMatchObject({ thread_ts: place.thread, files: [] });
    const blocks = JSON.stringify(message?.blocks);
    expect(blocks).toContain(`"type":"image","image_url":"${LINK}clips/week.png`);
    expect(blocks).toContain(`"type":"link","url":"${LINK}clips/take-1.mp4?as=SH0010_t01.mp4"`);
    expect(message?.reactions.map(({ name }) => name)).toEqual(['white_check_mark', 'x']);
    expect(asked('files.getUploadURLExternal')).toBe(before);
  });
});
