import { describe, expect, it } from 'vitest';
import { buttonsOf, textOf } from '../../support/slack-app.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

describe('what was refused to be shown', () => {
  const { people, run, slack, stories } = withSlack();

  const readings = (channel: string, words: string) =>
    slack.messages(channel).filter((message) => textOf(message).includes(words));
  const channelOf = (channel: string) => {
    const found = slack.state.channels.get(channel);
    if (found === undefined) throw new Error('no channel');
    return found;
  };
  const refused = (channel: string, from: number) =>
    slack.calls.slice(from).filter(({ method, args }) => method === 'chat.update' && args['channel'] === channel);

  it('while the bot was out of the channel is shown once it is back and somebody acts there', async () => {
    const { ana, channel } = await stories.tell();
    const before = slack.calls.length;
    channelOf(channel).members.delete(slack.state.bot);

    run.pass(11 * 60_000);
    await until('an edit that was refused', async () => refused(channel, before).length >= 2);
    await until('a final decision in the log', async () => {
      const line = await people.line(channel);
      return line?.decision.final_at !== null && line?.decision.final_at !== undefined;
    });
    expect(readings(channel, 'votes may still change')).toHaveLength(1);

    channelOf(channel).members.add(slack.state.bot);
    await slack.delivery.command(ana, channel, 'status');

    await until('the card as it is', async () => readings(channel, 'votes may still change').length === 0);
    await until('the announcement, once', async () => readings(channel, 'is approved').length === 1);
    await until('the root as it is', async () => readings(channel, 'Pick').length === 1);
  }, 60_000);

  it('because the card was deleted comes back with its buttons when somebody asks to show the shot', async () => {
    const { ana, channel, root } = await stories.tell();
    const card = await people.card(channel, 'Asked by');
    card.deleted = true;
    const slug = (await people.line(channel))?.shot;

    await slack.delivery.command(ana, channel, `show ${slug}`);

    const anew = await until('another card', async () =>
      slack
        .messages(channel)
        .find(({ thread_ts, ...message }) => thread_ts === root.ts && textOf(message).includes('Asked by')),
    );
    expect(anew.ts).not.toBe(card.ts);
    expect(buttonsOf(anew).map(({ label }) => label)).toContain('Retake');
    await people.press(ana, anew, 'Retake');
    await people.clip(channel, root.ts, 1);
  }, 60_000);
});
