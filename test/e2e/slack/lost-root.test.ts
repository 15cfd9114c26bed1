import { afterEach, describe, expect, it } from 'vitest';
import { checkInvariants } from '../../support/invariants.ts';
import { textOf } from '../../support/slack-app.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

describe('a shot whose first message is gone in Slack', () => {
  const { ask, database, people, slack } = withSlack();

  afterEach(() => slack.heal());

  const roots = (channel: string) => slack.messages(channel).filter(({ thread_ts }) => thread_ts === null);
  /** A shot that was delivered, and whose first message somebody deleted then. */
  const lost = async (name: string, shot: string) => {
    const told = await ask(name, `a ${name} door`, `--model quick --shot ${shot}`);
    await people.delivered(told.channel, 1);
    await until('all is said', async () => textOf(told.root).includes('delivered'));
    told.root.deleted = true;
    return told;
  };

  it('goes on in a new thread when one asks for a take of it, and says so to whoever asked', async () => {
    const { ana, channel, root } = await lost('gone', 'SH0010');

    await slack.delivery.command(ana, channel, 'a gone door at night --model quick --shot SH0010');

    const fresh = await people.root(channel, 'SH0010');
    expect(fresh.ts).not.toBe(root.ts);
    const clip = await people.clip(channel, fresh.ts);
    expect(textOf(clip)).toContain('take 2');
    await people.note(ana, 'SH0010 goes on in a new thread');
    await people.delivered(channel, 2);
    const later = slack.messages(channel).filter(({ ts }) => ts > fresh.ts);
    expect(later.filter(({ thread_ts }) => thread_ts !== fresh.ts)).toEqual([]);
    expect(roots(channel)).toHaveLength(1);
    await slack.delivery.mention(ana, channel, 'slower', fresh.ts);
    expect(textOf(await people.clip(channel, fresh.ts, 1))).toContain('take 3');
    expect(await checkInvariants(database.url, { settled: false })).toEqual([]);
  });

  it('is shown in a new thread', async () => {
    const { ana, channel } = await lost('shown', 'SH0020');

    await slack.delivery.command(ana, channel, 'show SH0020');

    const fresh = await people.root(channel, 'SH0020');
    expect(textOf(await people.clip(channel, fresh.ts))).toContain('SH0020');
    await people.note(ana, 'SH0020 goes on in a new thread');
  });

  it('is opened anew when one asks for a take of it, where it never came to be', async () => {
    const ana = slack.person('never-ana').id;
    const channel = slack.channel('never').id;
    slack.fail('chat.postMessage', { kind: 'status', status: 500, when: 'after' });
    slack.fail('conversations.history', { kind: 'error', code: 'missing_scope' });
    await slack.delivery.command(ana, channel, 'a never door --model quick --shot SH0030');
    await until('undeliverable', async () =>
      (await people.lines(channel)).some((one) => one.status === 'undeliverable'),
    );
    const [unseen] = roots(channel);

    await slack.delivery.command(ana, channel, 'a never door at night --model quick --shot SH0030');

    const fresh = await until('a root', async () => roots(channel).find(({ ts }) => ts !== unseen?.ts));
    expect(textOf(await people.clip(channel, fresh.ts))).toContain('take 2');
    await people.delivered(channel, 1);
  });

  it('stays where it is when its first message stands', async () => {
    const { ana, channel, root } = await ask('stands', 'a standing door', '--model quick --shot SH0040');
    await people.delivered(channel, 1);

    await slack.delivery.command(ana, channel, 'a standing door at night --model quick --shot SH0040');

    expect(textOf(await people.clip(channel, root.ts, 1))).toContain('take 2');
    expect(roots(channel)).toHaveLength(1);
  });
});
