import { afterEach, describe, expect, it } from 'vitest';
import { checkInvariants } from '../../support/invariants.ts';
import { textOf } from '../../support/slack-app.ts';
import type { Fault } from '../../support/slack-server/slack-server.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

const lostAfter: Fault = { kind: 'status', status: 500, when: 'after' };
const resetAfter: Fault = { kind: 'reset', when: 'after' };
const resetBefore: Fault = { kind: 'reset', when: 'before' };

/** What is asked about people and rooms before an act is worked on. */
const QUESTIONS = ['conversations.info', 'conversations.members', 'users.info', 'users.list'];
const CALLS = [
  'chat.update',
  'files.getUploadURLExternal',
  'files.completeUploadExternal',
  'files.info',
  'reactions.add',
];

describe.each(['http', 'socket'] as const)('Slack misbehaves over %s', (transport) => {
  const { database, people, rows, slack, stories } = withSlack({ transport });

  afterEach(() => {
    const { sharing, delivery } = slack;
    slack.heal();
    Object.assign(sharing, { afterMs: 5, hiddenInfos: 0, swallow: 0 });
    Object.assign(delivery.chaos, { copies: 1, deafTo: 0, triggersRunOut: false });
  });

  const liveVotes = (channel: string) =>
    rows(
      `select 1 from vote_event e join take t on t.id = e.take_id where e.source = 'live' and t.channel_id = '${channel}'`,
    );

  it('delivers every event three times and hears no acknowledgement', async () => {
    Object.assign(slack.delivery.chaos, { copies: 3, deafTo: 6 });
    await stories.tell();
  });

  it.each([
    ['with status 500 after it was done', lostAfter],
    ['with a cut connection after it was done', resetAfter],
    ['with a cut connection before it was done', resetBefore],
  ] as const)('loses the answer of every call, %s', async (_, fault) => {
    await stories.tell(() => {
      // Root, and card.
      slack.fail('chat.postMessage', fault, fault);
      for (const method of [...CALLS, 'upload', 'conversations.replies']) slack.fail(method, fault);
    });
  });

  it('answers no question about people and rooms the first time', async () => {
    await stories.tell(() => {
      for (const method of QUESTIONS) slack.fail(method, resetBefore);
    });
  });

  it('shares the clip late', async () => {
    slack.sharing.afterMs = 800;
    await stories.tell();
  });

  it('shares the clip, and answers files.info without it at first', async () => {
    slack.sharing.hiddenInfos = 4;
    await stories.tell();
  });

  it('shares the clip, and names it in the event file_shared only', async () => {
    // Empty for as long as the run looks by itself; the event wakes the next look.
    slack.sharing.afterMs = 700;
    slack.sharing.hiddenInfos = 1;
    await stories.tell();
  });

  it('shares into a private channel', async () => {
    const ana = slack.person('private-ana');
    const channel = slack.channel('secret', { is_private: true }).id;

    await slack.delivery.command(ana.id, channel, 'a secret door --model quick');

    const root = await people.root(channel, 'a secret door');
    const clip = await people.clip(channel, root.ts);
    await until('delivered', async () => (await people.log()).some((line) => line.message_id === clip.ts));
  });

  it('says yes and never shares', async () => {
    await stories.tell(() => {
      slack.sharing.swallow = 1;
    });
    expect([...slack.state.files.values()].filter(({ deleted }) => deleted)).not.toHaveLength(0);
  });

  it('takes the reactions of a burst in any order', async () => {
    const { ben, channel, clip } = await stories.tell();
    slack.delivery.chaos.copies = 2;

    slack.delivery.hold();
    await people.react(ben, clip, 'x');
    await people.react(ben, clip, 'x', 'remove');
    await people.react(ben, clip, '+1');
    await people.react(ben, clip, 'white_check_mark', 'remove');
    expect(await slack.delivery.releaseReversed()).toEqual([200, 200, 200, 200]);

    await until('all five in the log', async () => (await liveVotes(channel)).length === 5);
    const line = await people.line(channel);
    expect(line?.decision.state).toBe('approved');
    expect(line?.votes).toMatchObject([{ person: ben, vote: 'approve' }]);
  });

  it('answers privately where the bot is not invited, also when the response url has run out', async () => {
    const ana = slack.person('outsider');
    const channel = slack.channel('not-invited');
    channel.members.delete(slack.state.bot);

    await slack.delivery.command(ana.id, channel.id, 'a door --model quick');
    const reply = await until('a private answer', async () => slack.state.replies.find(({ user }) => user === ana.id));
    expect(JSON.stringify(reply.body)).toContain('/invite @previz');

    slack.fail('conversations.info', resetBefore);
    await slack.delivery.command(ana.id, channel.id, 'a second door --model quick');
    slack.delivery.expireReplies();
    const direct = await people.direct(ana.id, '');
    expect(textOf(direct)).toContain('not in this channel');
    expect(await people.lines(channel.id)).toHaveLength(0);
  });

  it.each([
    ['while its response url still lives', { isLate: false, isOutside: false }],
    ['when its response url has run out too', { isLate: true, isOutside: false }],
    ['where nobody could tell that the bot may not even speak there', { isLate: true, isOutside: true }],
  ] as const)('lets a trigger run out: the person is told to ask again, %s', async (what, { isLate, isOutside }) => {
    const ana = slack.person(`slow, ${what}`).id;
    const { id: channel, members } = slack.channel(`slow, ${what}`);
    if (isOutside) {
      members.delete(slack.state.bot);
      slack.fail('conversations.info', resetBefore);
    }
    slack.delivery.chaos.triggersRunOut = true;
    const told = () =>
      isLate
        ? slack.state.messages.filter((one) => (isOutside ? one.channel === `D${ana}` : one.only === ana)).map(textOf)
        : slack.state.replies.filter(({ user }) => user === ana).map(({ body }) => JSON.stringify(body));

    const heard = slack.delivery.command(ana, channel, '');
    if (isLate) slack.delivery.expireReplies();

    expect((await heard).status).toBe(200);
    await until('the hint', async () => told().some((text) => text.includes('could not be opened in time')));
  });

  it('finds the votes of a gap when it is connected again', async () => {
    if (transport !== 'socket') return;
    const { channel, clip } = await stories.tell();
    const late = slack.person('late');
    slack.delivery.aim({ kind: 'nowhere' });
    await people.react(late.id, clip, '+1');

    slack.fail('apps.connections.open', resetBefore, { kind: 'error', code: 'internal_error' });
    slack.cutSockets();
    await until('connected again', async () => slack.socketCount() > 0);
    slack.delivery.aim({ kind: 'socket' });

    const line = await until('the vote of the gap', async () =>
      (await people.lines(channel)).find((one) => one.votes.some(({ person }) => person === late.id)),
    );
    expect(line.votes.find(({ person }) => person === late.id)).toMatchObject({ vote: 'approve', source: 'reconcile' });
  });

  it('keeps every invariant', async () => {
    expect(await checkInvariants(database.url, { settled: false })).toEqual([]);
  });
});
