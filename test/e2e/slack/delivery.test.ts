import { afterEach, describe, expect, it } from 'vitest';
import { checkInvariants } from '../../support/invariants.ts';
import { textOf } from '../../support/slack-app.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

const PUBLIC_URL = 'https://previz.studio.example';

describe('what is shown where Slack takes no upload', () => {
  const { ask, database, people, slack } = withSlack({
    env: { PUBLIC_URL, PREVIZ_SECRET: 'a secret that is long enough to sign' },
  });

  afterEach(() => {
    slack.heal();
    slack.state.historyIsLimited = false;
    slack.state.historyReadings = 0;
  });

  it.each([
    ['the workspace forbids uploads', 'files.getUploadURLExternal', 'file_uploads_disabled'],
    ['the clip is larger than Slack allows', 'files.getUploadURLExternal', 'file_upload_size_restricted'],
    ['only pictures may be uploaded', 'files.completeUploadExternal', 'file_uploads_except_images_disabled'],
  ])('shows the poster and a signed link where %s; it is voted on all the same', async (_, method, code) => {
    slack.fail(method, { kind: 'error', code });

    const { ana, channel, root } = await ask(code, `a ${code} barn`);
    const line = await people.delivered(channel);

    const [clip, ...more] = slack.messages(channel).filter(({ ts }) => ts === line.message_id);
    if (clip === undefined) throw new Error('no message');
    expect(more).toEqual([]);
    expect(clip).toMatchObject({ thread_ts: root.ts, files: [] });
    const blocks = JSON.stringify(clip.blocks);
    expect(blocks).toMatch(/"type":"image","image_url":"https:\/\/previz\.studio\.example\/[^"]+"/);
    expect(blocks).toMatch(/"type":"link","url":"https:\/\/previz\.studio\.example\/[^"]+\.mp4[^"]*"/);
    expect(textOf(clip)).toContain(ana);
    expect(clip.reactions.map(({ name }) => name)).toEqual(['white_check_mark', 'x']);
    const ben = slack.person(`${code}-ben`).id;
    await people.react(ben, clip, 'white_check_mark');
    await people.card(channel, 'Approved by');
  });

  it('posts nothing twice where the history may be read once a minute only, and looks again in time', async () => {
    slack.state.historyIsLimited = true;
    slack.fail('chat.postMessage', { kind: 'status', status: 500, when: 'after' });
    slack.fail('chat.postMessage', { kind: 'status', status: 500, when: 'after' });

    const { channel, root } = await ask('limited', 'a limited barn');
    await until('the second look was refused', async () => {
      const looked = slack.calls.filter(({ method }) => /^conversations\.(history|replies)$/.test(method));
      return looked.length >= 2;
    });
    slack.state.historyReadings = 0;
    slack.state.historyIsLimited = false;

    await people.clip(channel, root.ts);
    await people.delivered(channel);
    await until('the card', async () => slack.messages(channel).some((one) => textOf(one).includes('Open ·')));
    const shown = slack.messages(channel);
    expect(shown.filter(({ thread_ts }) => thread_ts === null)).toHaveLength(1);
    expect(shown.filter((one) => one.thread_ts !== null && textOf(one).includes('Asked by'))).toHaveLength(1);
    expect(shown.filter(({ files }) => files.length > 0)).toHaveLength(1);
  });

  it('goes on with the clip where a lost card can not be looked for, and never doubles it', async () => {
    const { ana, channel, root } = await ask('first', 'a first barn');
    await people.delivered(channel);
    const refused = { kind: 'error', code: 'missing_scope' } as const;
    slack.fail('chat.postMessage', { kind: 'status', status: 500, when: 'after' });
    slack.fail('conversations.replies', refused, refused, refused);

    await slack.delivery.mention(ana, channel, 'at night', root.ts);
    await people.clip(channel, root.ts, 1);
    await people.delivered(channel, 2);

    await until('the card was looked for', async () =>
      slack.calls.some(({ method, args }) => method === 'conversations.replies' && args['channel'] === channel),
    );
    const cards = slack.messages(channel).filter((one) => one.thread_ts !== null && textOf(one).includes('Asked by'));
    expect(cards.filter((one) => textOf(one).includes('take 2'))).toHaveLength(1);
    expect(slack.messages(channel).filter(({ files }) => files.length > 0)).toHaveLength(2);
    expect(await checkInvariants(database.url, { settled: false })).toEqual([]);
  });

  it('leaves no take waiting for a root that may stand unseen: says so, and opens the thread anew when asked', async () => {
    const ana = slack.person('rootless-ana').id;
    const channel = slack.channel('rootless').id;
    slack.fail('chat.postMessage', { kind: 'status', status: 500, when: 'after' });
    slack.fail('conversations.history', { kind: 'error', code: 'missing_scope' });

    await slack.delivery.command(ana, channel, 'a rootless barn --model quick');
    const told = await people.direct(ana, '/previz show');

    const line = await people.line(channel);
    if (line === undefined) throw new Error('no take');
    expect(textOf(told)).toContain(`/previz show ${line.shot}`);
    await until('undeliverable', async () =>
      (await people.lines(channel)).some((one) => one.status === 'undeliverable'),
    );
    expect(slack.messages(channel)).toHaveLength(1);

    const unseen = slack.messages(channel)[0];
    await Promise.all([1, 2].map(() => slack.delivery.command(ana, channel, `show ${line.shot}`)));
    const root = await until('a thread', async () =>
      slack.messages(channel).find((one) => one.thread_ts === null && one.ts !== unseen?.ts),
    );
    await people.clip(channel, root.ts, 1);
    await people.card(channel, 'Asked by');
    const shown = slack.messages(channel);
    expect(shown.filter(({ thread_ts }) => thread_ts === null)).toHaveLength(2);
    expect(shown.filter((one) => one.thread_ts === root.ts && textOf(one).includes('Asked by'))).toHaveLength(1);
    expect(shown.filter(({ files }) => files.length > 0)).toHaveLength(2);
    expect(await checkInvariants(database.url, { settled: false })).toEqual([]);
  });
});
