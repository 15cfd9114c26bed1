import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { withDatabase } from '../../support/database.ts';
import { type SlackApp, startSlackApp, textOf } from '../../support/slack-app.ts';
import type { FakeMessage } from '../../support/slack-server/state.ts';
import { makeStories, QUICK, type Told } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

describe('votes in Slack', () => {
  const database = withDatabase();
  let run: SlackApp;
  let stories: ReturnType<typeof makeStories>;

  beforeAll(async () => {
    run = await startSlackApp(database.url, 'http', { parts: QUICK });
    stories = makeStories(run);
  });
  afterAll(() => run?.stop());
  afterEach(() => {
    run.slack.heal();
    run.slack.sharing.hiddenInfos = 0;
  });

  const lineOf = async (channel: string) => (await stories.people.log()).find((one) => one.channel === channel);
  const decided = (channel: string, state: string) =>
    until(`it is ${state}`, async () => (await lineOf(channel))?.decision.state === state);
  const cardOf = ({ channel }: Told): FakeMessage => {
    const card = run.slack.messages(channel).find((one) => one.thread_ts !== null && textOf(one).includes('Asked by'));
    if (card === undefined) throw new Error('no card');
    return card;
  };
  const logged = (channel: string, wanted: number) =>
    until(`${wanted} reactions in the log`, async () => {
      const rows = await withConnection(database.url, async (client) => {
        const found = await client.query(
          `select e.emoji, e.op, e.person_kind from vote_event e join take t on t.id = e.take_id
           where t.channel_id = '${channel}' and e.source = 'live' order by e.order_key`,
        );
        return found.rows as { emoji: string; op: string; person_kind: string }[];
      });
      return rows.length === wanted && rows;
    });

  it('keeps the ballot of somebody who approved on the card and on the clip, and takes one back', async () => {
    const told = await stories.tell();
    await stories.people.react(told.ben, cardOf(told), 'white_check_mark');
    await logged(told.channel, 2);

    await stories.people.react(told.ben, told.clip, 'white_check_mark', 'remove');
    await logged(told.channel, 3);
    expect((await lineOf(told.channel))?.votes).toMatchObject([{ person: told.ben, vote: 'approve' }]);

    await stories.people.react(told.ben, cardOf(told), 'white_check_mark', 'remove');
    await decided(told.channel, 'open');
  });

  it('follows the latest of two reactions, and gives the ballot back when it is taken away', async () => {
    const { ben, channel, clip } = await stories.tell();

    await stories.people.react(ben, clip, 'x');
    await decided(channel, 'rejected');
    await stories.people.react(ben, clip, 'x', 'remove');
    await decided(channel, 'approved');
  });

  it('reads aliases and skin tones as the same vote', async () => {
    const { ben, channel, clip } = await stories.tell();
    await stories.people.react(ben, clip, 'white_check_mark', 'remove');
    await decided(channel, 'open');

    await stories.people.react(ben, clip, 'thumbsup::skin-tone-6');
    await decided(channel, 'approved');
    await stories.people.react(ben, clip, '+1::skin-tone-6', 'remove');
    await decided(channel, 'open');
    await stories.people.react(ben, clip, '-1');
    await decided(channel, 'rejected');
  });

  it('counts the emoji that a channel chose, custom ones too, in that channel only', async () => {
    const { slack } = run;
    const chosen = await stories.tell();
    const other = await stories.tell();
    const owner = slack.person('emoji-owner', { is_admin: true }).id;
    await slack.delivery.command(owner, chosen.channel, 'policy emoji reject :recut:');
    await until('it is saved', async () =>
      JSON.stringify([...slack.state.messages, ...slack.state.replies]).includes('recut'),
    );

    for (const { ben, clip } of [chosen, other]) await stories.people.react(ben, clip, 'recut');

    await decided(chosen.channel, 'rejected');
    await logged(other.channel, 2);
    expect((await lineOf(other.channel))?.decision.state).toBe('approved');
  });

  it('logs what bots and guests press, and counts it never', async () => {
    const { slack } = run;
    const { channel, clip } = await stories.tell();
    const bot = slack.person('another-bot', { is_bot: true }).id;
    const guest = slack.person('guest', { is_restricted: true }).id;

    await stories.people.react(bot, clip, 'x');
    await stories.people.react(guest, clip, 'x');

    const rows = await logged(channel, 3);
    expect(rows.map(({ person_kind }) => person_kind)).toEqual(['member', 'bot', 'guest']);
    expect((await lineOf(channel))?.decision.state).toBe('approved');
    // The bot's own two were seeds.
    expect((await lineOf(channel))?.votes.map(({ person }) => person)).not.toContain(slack.state.bot);
  });

  it('logs reactions that come before Slack told where the clip stands', async () => {
    const { slack } = run;
    const ana = slack.person('early-ana').id;
    const ben = slack.person('early-ben').id;
    const channel = slack.channel('early').id;
    slack.sharing.hiddenInfos = 25;
    await slack.delivery.command(ana, channel, 'an early bird --model quick');
    const root = await stories.people.root(channel, 'an early bird');
    const clip = await stories.people.clip(channel, root.ts);

    await stories.people.react(ben, clip, 'white_check_mark');
    await stories.people.react(ben, clip, 'white_check_mark', 'remove');
    await stories.people.react(ben, clip, 'x');

    expect((await logged(channel, 3)).map(({ emoji, op }) => `${op} ${emoji}`)).toEqual([
      'add ✅',
      'remove ✅',
      'add ❌',
    ]);
    await decided(channel, 'rejected');
  });

  it('hints privately at a reaction to the root', async () => {
    const { ben, root } = await stories.tell();

    await stories.people.react(ben, root, 'white_check_mark');

    await stories.people.note(ben, 'clip');
  });
});
