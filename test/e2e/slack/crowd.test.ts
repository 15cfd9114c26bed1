import { beforeAll, describe, expect, it } from 'vitest';
import { instantModel } from '../../support/instant-provider.ts';
import { textOf } from '../../support/slack-app.ts';
import { QUICK, withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

/** Cheap enough to run without a question. */
const models = [instantModel('quick', 0n), instantModel('dear', 100_000n)];
const CROWD = 1_100;
const MINUTES_MS = 60_000;

describe('a channel of Slack with a crowd in it', () => {
  const { people, run, slack } = withSlack({ parts: { ...QUICK, models } });

  beforeAll(async () => {
    for (let at = 0; at < CROWD; at += 1) slack.person(`m${at}`);
  });

  const ask = async (user: string, channel: string, scene: string) => {
    const before = slack.calls.length;
    await slack.delivery.command(user, channel, `${scene} --model dear --seconds 5`);
    await people.clip(channel, (await people.root(channel, scene)).ts);
    const cards = () =>
      slack
        .messages(channel)
        .map(textOf)
        .filter((text) => text.includes('Asked by'));
    await until('its card is done', async () => cards().at(-1)?.includes('Open ·'));
    const made = slack.calls.slice(before).map(({ method }) => method);
    return {
      card: cards().at(-1) ?? '',
      asked: made.filter((method) => /^(users|conversations)\./.test(method)),
    };
  };

  it('answers with a handful of calls, the first time and when all of it has to be looked at again', async () => {
    const ana = slack.person('ana').id;
    const channel = slack.channel('crowd').id;
    slack.keepTiers();

    const first = await ask(ana, channel, 'a first crowd');
    run.pass(11 * MINUTES_MS);
    const second = await ask(ana, channel, 'a second crowd');

    expect(first.asked.length).toBeLessThanOrEqual(12);
    expect(second.asked.length).toBeLessThanOrEqual(8);
    for (const { card } of [first, second]) expect(card).toContain('$0.50');
  });

  it('hides money at once from a guest who joins, also one whom no list named', async () => {
    const ana = slack.person('joined-ana').id;
    const channel = slack.channel('joined');
    const before = await ask(ana, channel.id, 'before the guest');
    const guest = slack.person('late guest', { is_restricted: true }).id;
    channel.members.add(guest);
    await slack.delivery.event({
      ...{ type: 'member_joined_channel', user: guest, channel: channel.id, channel_type: 'C' },
      ...{ team: slack.state.team, event_ts: slack.state.ts() },
    });

    const after = await ask(ana, channel.id, 'after the guest');

    expect(before.card).toContain('$0.50');
    expect(after.card).not.toContain('$');
  });

  it.each([
    ['a guest joins', { kind: 'guest' }],
    ['the channel is shared with another company', { kind: 'shared' }],
  ] as const)('takes money off what stands there once %s', async (what, { kind }) => {
    const channel = slack.channel(`redrawn ${kind}`);
    for (const { id, is_restricted } of slack.state.users.values()) if (is_restricted) channel.members.delete(id);
    await ask(slack.person(`redrawn-${kind}`).id, channel.id, `standing as ${kind}`);
    const shown = () => JSON.stringify(slack.messages(channel.id).map(({ text, blocks }) => [text, blocks]));
    await until('all of it', async () => /Left/.test(shown()) && /Spent/.test(shown()));
    const colleague = slack.person(`colleague ${kind}`).id;
    const before = slack.calls.length;
    const join = async (user: string) => {
      channel.members.add(user);
      await slack.delivery.event({
        ...{ type: 'member_joined_channel', user, channel: channel.id, channel_type: 'C' },
        ...{ team: slack.state.team, event_ts: slack.state.ts() },
      });
    };

    await join(colleague);
    await until('they are looked up', async () =>
      slack.calls.slice(before).some(({ method, args }) => method === 'users.info' && args['user'] === colleague),
    );
    expect(shown()).toContain('$');
    if (kind === 'guest') await join(slack.person('redrawn guest', { is_restricted: true }).id);
    else {
      Object.assign(channel, { is_ext_shared: true });
      await slack.delivery.event({ type: 'channel_shared', channel: channel.id, event_ts: slack.state.ts() });
    }

    await until(`no money: ${what}`, async () => !shown().includes('$'));
  });

  it('takes a guest for one where the list of people is refused, and answers all the same', async () => {
    run.pass(7 * 60 * MINUTES_MS);
    for (let at = 0; at < 20; at += 1) slack.person(`unlisted ${at}`);
    const ana = slack.person('unlisted-ana').id;
    slack.fail('users.list', { kind: 'rate-limit', retryAfterSeconds: 60 });

    const { card, asked } = await ask(ana, slack.channel('unlisted').id, 'nobody knows');

    expect(card).not.toContain('$');
    expect(asked.length).toBeLessThanOrEqual(12);
  });
});
