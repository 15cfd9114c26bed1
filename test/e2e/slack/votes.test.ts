import { afterEach, describe, expect, it } from 'vitest';
import { textOf } from '../../support/slack-app.ts';
import type { FakeMessage } from '../../support/slack-server/state.ts';
import { type Told, withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

describe('votes in Slack', () => {
  const { ask, people, rows, slack, stories } = withSlack();

  afterEach(() => {
    slack.heal();
    slack.sharing.hiddenInfos = 0;
  });

  const decided = (channel: string, state: string) =>
    until(`it is ${state}`, async () => (await people.line(channel))?.decision.state === state);
  const cardOf = ({ channel }: Told): FakeMessage => {
    const card = slack.messages(channel).find((one) => one.thread_ts !== null && textOf(one).includes('Asked by'));
    if (card === undefined) throw new Error('no card');
    return card;
  };
  const logged = (channel: string, wanted: number) =>
    until(`${wanted} reactions in the log`, async () => {
      const found: { emoji: string; op: string; person_kind: string }[] = await rows(
        `select e.emoji, e.op, e.person_kind from vote_event e join take t on t.id = e.take_id
         where t.channel_id = '${channel}' and e.source = 'live' order by e.order_key`,
      );
      return found.length === wanted && found;
    });

  it('keeps the ballot of somebody who approved on the card and on the clip, and takes one back', async () => {
    const told = await stories.tell();
    await people.react(told.ben, cardOf(told), 'white_check_mark');
    await logged(told.channel, 2);

    await people.react(told.ben, told.clip, 'white_check_mark', 'remove');
    await logged(told.channel, 3);
    expect((await people.line(told.channel))?.votes).toMatchObject([{ person: told.ben, vote: 'approve' }]);

    await people.react(told.ben, cardOf(told), 'white_check_mark', 'remove');
    await decided(told.channel, 'open');
  });

  it('follows the latest of two reactions, and gives the ballot back when it is taken away', async () => {
    const { ben, channel, clip } = await stories.tell();

    await people.react(ben, clip, 'x');
    await decided(channel, 'rejected');
    await people.react(ben, clip, 'x', 'remove');
    await decided(channel, 'approved');
  });

  it('reads aliases and skin tones as the same vote', async () => {
    const { ben, channel, clip } = await stories.tell();
    await people.react(ben, clip, 'white_check_mark', 'remove');
    await decided(channel, 'open');

    await people.react(ben, clip, 'thumbsup::skin-tone-6');
    await decided(channel, 'approved');
    await people.react(ben, clip, '+1::skin-tone-6', 'remove');
    await decided(channel, 'open');
    await people.react(ben, clip, '-1');
    await decided(channel, 'rejected');
  });

  it('counts the emoji that a channel chose, custom ones too, in that channel only', async () => {
    const chosen = await stories.tell();
    const other = await stories.tell();
    const owner = slack.person('emoji-owner', { is_admin: true }).id;
    await slack.delivery.command(owner, chosen.channel, 'policy emoji reject :recut:');
    await until('it is saved', async () =>
      JSON.stringify([...slack.state.messages, ...slack.state.replies]).includes('recut'),
    );

    for (const { ben, clip } of [chosen, other]) await people.react(ben, clip, 'recut');

    await decided(chosen.channel, 'rejected');
    await logged(other.channel, 2);
    expect((await people.line(other.channel))?.decision.state).toBe('approved');
  });

  it('logs what bots and guests press, and counts it never', async () => {
    const { channel, clip } = await stories.tell();
    const bot = slack.person('another-bot', { is_bot: true }).id;
    const guest = slack.person('guest', { is_restricted: true }).id;

    await people.react(bot, clip, 'x');
    await people.react(guest, clip, 'x');

    const pressed = await logged(channel, 3);
    expect(pressed.map(({ person_kind }) => person_kind)).toEqual(['member', 'bot', 'guest']);
    expect((await people.line(channel))?.decision.state).toBe('approved');
    // The bot's own two were seeds.
    expect((await people.line(channel))?.votes.map(({ person }) => person)).not.toContain(slack.state.bot);
  });

  it('logs reactions that come before Slack told where the clip stands', async () => {
    const ben = slack.person('early-ben').id;
    slack.sharing.hiddenInfos = 25;
    const { channel, root } = await ask('early', 'an early bird');
    const clip = await people.clip(channel, root.ts);

    await people.react(ben, clip, 'white_check_mark');
    await people.react(ben, clip, 'white_check_mark', 'remove');
    await people.react(ben, clip, 'x');

    expect((await logged(channel, 3)).map(({ emoji, op }) => `${op} ${emoji}`)).toEqual([
      'add ✅',
      'remove ✅',
      'add ❌',
    ]);
    await decided(channel, 'rejected');
  });

  it('hints privately at a reaction to the root', async () => {
    const { ben, root } = await stories.tell();

    await people.react(ben, root, 'white_check_mark');

    await people.note(ben, 'clip');
  });
});
