import { describe, expect, it } from 'vitest';
import { textOf } from '../../support/slack-app.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

const SCENE = 'a lighthouse keeper climbs a spiral stair, lantern in hand';

describe.each(['http', 'socket'] as const)('the story in Slack over %s', (transport) => {
  const { people, slack } = withSlack({ transport, parts: {} });

  it('takes a shot from the command to a final decision in one thread', async () => {
    const [ana, ben] = [slack.person('ana'), slack.person('ben')];
    const channel = slack.channel('previz-lab').id;

    const heard = await slack.delivery.command(ana.id, channel, `${SCENE} --seconds 5 --model quick`);
    expect(heard.status).toBe(200);
    const root = await people.root(channel, SCENE);
    const clip = await people.clip(channel, root.ts);
    await people.react(ben.id, clip, 'white_check_mark');

    const card = await people.card(channel, 'Approved by');
    expect(card.thread_ts).toBe(root.ts);
    expect(textOf(clip)).toContain(ana.id);
    await until('the vote in the log', async () => (await people.log())[0]?.votes.length === 1);
    const [line] = await people.log();
    expect(line).toMatchObject({ status: 'delivered', message_id: clip.ts, thread: root.ts });
    expect(line?.votes).toMatchObject([{ person: ben.id, vote: 'approve', counted: true }]);
    expect(slack.messages(channel).filter(({ files }) => files.length > 0)).toHaveLength(1);
  });
});
