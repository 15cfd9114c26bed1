import { describe, expect, it } from 'vitest';
import { textOf } from '../../support/slack-app.ts';
import { BY_CLICK, installByClick } from '../../support/slack-installations.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

describe('a workspace that removes the app and installs it again', () => {
  const { people, rows, run, slack, stories } = withSlack({ env: BY_CLICK });

  it('is shown what came to pass meanwhile as soon as it is back', async () => {
    await installByClick(run.app.url);
    const { channel } = await stories.tell();
    await people.card(channel, 'votes may still change');
    const readings = (words: string) => slack.messages(channel).filter((message) => textOf(message).includes(words));

    await slack.delivery.event({ type: 'app_uninstalled', event_ts: slack.state.ts() });
    run.pass(11 * 60_000);
    await until('a final decision in the log', async () => (await people.line(channel))?.decision.final_at != null);
    await until('card, root and announcement tried', async () => (await waiting(channel)) >= 3);
    expect(readings('votes may still change')).toHaveLength(1);
    await installByClick(run.app.url);

    await until('the card as it is', async () => readings('votes may still change').length === 0);
    await until('the announcement, once', async () => readings('is approved').length === 1);
    await until('the root as it is', async () => readings('Pick').length === 1);
    expect(await waiting(channel)).toBe(0);
  }, 60_000);

  const waiting = async (channel: string) =>
    (await rows(`select 1 from outbox where channel_id = '${channel}' and closed and wanted_rev > sent_rev`)).length;
});
