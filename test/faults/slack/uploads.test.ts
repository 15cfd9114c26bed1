import { afterEach, describe, expect, it } from 'vitest';
import { checkInvariants } from '../../support/invariants.ts';
import type { Fault } from '../../support/slack-server/slack-server.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

const expired: Fault = { kind: 'status', status: 404, when: 'before' };
const refused: Fault = { kind: 'error', code: 'ratelimited' };
const FOR_EVER = 1_000_000;

describe.each(['http', 'socket'] as const)('uploads go wrong in Slack over %s', (transport) => {
  const { database, people, slack, stories } = withSlack({ transport });

  afterEach(() => {
    slack.heal();
    Object.assign(slack.sharing, { hiddenInfos: 0, isSilent: false });
  });

  const shared = () => [...slack.state.files.values()].filter(({ shares }) => shares.length > 0);

  it('takes the bytes and never answers, reads none of them, and knows the address no more', async () => {
    await stories.tell(() =>
      slack.fail('upload', { kind: 'hang', reads: true }, { kind: 'hang', reads: false }, expired),
    );
    expect(shared()).toHaveLength(1);
  });

  it('shares the clip and tells of it nowhere but in the thread', async () => {
    Object.assign(slack.sharing, { hiddenInfos: FOR_EVER, isSilent: true });
    const before = shared().length;
    await stories.tell();
    expect(shared()).toHaveLength(before + 1);
  });

  it('shares the clip and tells of it nowhere, not even in the thread: it is deleted and sent anew', async () => {
    Object.assign(slack.sharing, { hiddenInfos: FOR_EVER, isSilent: true });
    slack.fail('conversations.replies', ...Array.from({ length: 20 }, () => refused));
    const [ana, ben] = [slack.person('hidden-ana').id, slack.person('hidden-ben').id];
    const channel = slack.channel('hidden').id;

    await slack.delivery.command(ana, channel, 'a hidden door --model quick');
    const root = await people.root(channel, 'a hidden door');
    const hidden = await people.clip(channel, root.ts);
    Object.assign(slack.sharing, { hiddenInfos: 0, isSilent: false });
    await until('it is taken back', async () => hidden.deleted);
    const clip = await people.clip(channel, root.ts);
    await people.react(ben, clip, 'white_check_mark');

    await people.card(channel, 'Approved by');
    stories.expectOnce(channel, 'a hidden door');
    const [line] = await people.lines(channel);
    expect(line).toMatchObject({ status: 'delivered', message_id: clip.ts, votes: [{ person: ben }] });
  });

  it('keeps every invariant', async () => {
    expect(await checkInvariants(database.url, { settled: false })).toEqual([]);
  });
});
