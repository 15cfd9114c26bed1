import { beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../../support/slack-app.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

/** In the order in which a workspace fills with people. */
describe('a small workspace in Slack', () => {
  const { people, rows, run, slack } = withSlack();
  let ana: string;

  beforeAll(async () => {
    ana = slack.person('ana').id;
  });

  const actsOf = async (channel: string) => (await rows(`select 1 from act where channel_id = '${channel}'`)).length;
  const shot = async (name: string) => {
    const channel = slack.channel(name).id;
    // The first of a cold process may be told that it was not taken.
    await until('it is taken', async () => {
      const { body } = await slack.delivery.command(ana, channel, `a ${name} boat --model quick`);
      return !JSON.stringify(body).includes('Not taken');
    });
    const root = await people.root(channel, `a ${name} boat`);
    return { channel, root, clip: await people.clip(channel, root.ts) };
  };

  it('lets the requester decide alone where nobody else can vote, and says so', async () => {
    slack.person('a-bot', { is_bot: true });
    const { channel, clip } = await shot('lonely');

    await people.react(ana, clip, 'white_check_mark');

    const line = await until('it is approved', async () =>
      (await people.lines(channel)).find(({ decision }) => decision.state === 'approved'),
    );
    expect(line).toMatchObject({ decision: { self_approved: true }, votes: [{ person: ana, counted: true }] });
    run.pass(11 * 60_000);
    await people.card(channel, 'Self-approved: nobody else can vote here');
  });

  it('counts the requester no more once somebody else can vote', async () => {
    const ben = slack.person('ben').id;
    // Whoever joined is known by the next day.
    run.pass(25 * 3_600_000);
    const { channel, clip } = await shot('crowded');

    await people.react(ana, clip, 'white_check_mark');
    await until('the vote', async () => (await people.lines(channel)).some(({ votes }) => votes.length === 1));
    expect(await people.lines(channel)).toMatchObject([{ decision: { state: 'open' }, votes: [{ counted: false }] }]);
    await people.react(ben, clip, 'white_check_mark');

    await until('it is approved', async () =>
      (await people.lines(channel)).some(({ decision }) => decision.state === 'approved' && !decision.self_approved),
    );
  });

  it('goes on in a channel that was renamed, and tells its digest under the new name', async () => {
    const cara = slack.person('cara').id;
    const boss = slack.person('boss', { is_admin: true }).id;
    const { channel, root, clip } = await shot('harbour');
    await slack.delivery.command(boss, channel, 'digest workspace now');
    await people.note(boss, 'harbour | ');

    const known = slack.state.channels.get(channel);
    if (known === undefined) throw new Error('no channel');
    slack.state.channels.set(channel, { ...known, name: 'port' });
    await slack.delivery.command(boss, channel, 'digest workspace now');

    await people.note(boss, 'port | ');
    await people.react(cara, clip, 'x');
    await until('the vote', async () => (await people.lines(channel)).some(({ votes }) => votes.length === 1));
    await slack.delivery.mention(ana, channel, 'at night', root.ts);
    await people.clip(channel, root.ts, 1);
  });

  it('does once what a message asks that comes as two events, each of its own id', async () => {
    const { channel, root } = await shot('doubled');
    const before = await actsOf(channel);
    const ts = slack.state.ts();
    const event = { user: ana, text: `<@${slack.state.bot}> at dusk`, ts, channel, event_ts: ts, thread_ts: root.ts };

    const heard = await Promise.all([
      slack.delivery.event({ ...event, type: 'app_mention' }, 'EvFirst'),
      slack.delivery.event({ ...event, type: 'message', channel_type: 'channel' }, 'EvSecond'),
      slack.delivery.event({ ...event, type: 'app_mention' }, 'EvThird'),
    ]);

    expect(heard.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await actsOf(channel)).toBe(before + 1);
    await people.clip(channel, root.ts, 1);
    // The same words in another message are another wish.
    await slack.delivery.mention(ana, channel, 'at dusk', root.ts);
    await people.clip(channel, root.ts, 2);
    expect(await people.lines(channel)).toHaveLength(3);
    expect(
      slack
        .messages(channel)
        .map(textOf)
        .filter((text) => text.includes('take 4')),
    ).toEqual([]);
  });
});
