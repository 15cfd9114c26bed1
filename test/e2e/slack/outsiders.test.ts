import { describe, expect, it } from 'vitest';
import { buttonsOf, textOf } from '../../support/slack-app.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

const SECRET = 'sodium haze over the reactor';

describe('a channel that another company shares, in Slack', () => {
  const { people, run, slack } = withSlack();

  /** All that this person was shown alone: messages, answers, forms, their home. */
  const shownTo = (user: string): string => {
    const { replies, views, homes } = slack.state;
    const told = people.toldTo(user);
    const opened = [...views.values()].filter((one) => one.user === user).map(({ view }) => view);
    const answered = replies.filter((one) => one.user === user).map(({ body }) => body);
    return JSON.stringify([told.map(({ text, blocks }) => [text, blocks]), opened, answered, homes.get(user)]);
  };

  it('tells nobody from outside of money or prompts, whatever happens and whatever they ask', async () => {
    const [ana, boss] = [slack.person('inside-ana').id, slack.person('inside-boss', { is_admin: true }).id];
    const eve = slack.person('outside-eve', { team_id: 'T0OTHER' }).id;
    const channel = slack.channel('shared', { is_ext_shared: true }).id;
    const ask = (user: string, text: string) => slack.delivery.command(user, channel, text);

    await ask(boss, 'budget channel 3');
    await people.note(boss, 'This channel may spend');
    await ask(ana, `a shared reactor --model dear --seconds 5 --lighting "${SECRET}"`);
    await people.press(ana, await people.note(ana, '$2.50'), 'Run');
    const root = await people.root(channel, 'a shared reactor');
    const clip = await people.clip(channel, root.ts);
    const card = await people.withButton(channel, 'Remix');
    // Over the cap: the owner is asked, and approves.
    await ask(ana, `a second reactor --model dear --seconds 5 --lighting "${SECRET}"`);
    const offer = await until('the way to an owner', async () =>
      slack.state.messages.find(
        (one) => one.only === ana && buttonsOf(one).some(({ label }) => label.startsWith('Ask')),
      ),
    );
    await people.press(ana, offer, 'Ask');
    const direct = await people.direct(boss, 'a second reactor');
    await people.press(boss, direct, 'Approve');
    await people.root(channel, 'a second reactor');
    await people.delivered(channel, 2);
    await people.react(boss, clip, 'white_check_mark');
    await people.card(channel, 'Approved by');
    await ask(ana, 'digest now');

    const { shot } = (await people.line(channel)) ?? { shot: '' };
    const asked = ['status', 'budget', 'policy', 'models', 'log', 'templates', 'digest now', 'settings', ''];
    for (const text of [...asked, `rename ${shot} SH9`, `cancel ${shot}`, `show ${shot}`]) await ask(eve, text);
    await ask(eve, 'a reactor of my own --model dear --seconds 5');
    await slack.delivery.mention(eve, channel, 'what does it cost?', root.ts);
    await slack.delivery.mention(eve, channel, 'at night', root.ts);
    for (const button of ['Retake', 'Remix']) await people.press(eve, card, button);
    await people.react(eve, clip, 'x');
    await slack.delivery.event({
      ...{ type: 'app_home_opened', user: eve, tab: 'home', channel: `D${eve}`, event_ts: slack.state.ts() },
    });
    const refusal = await people.note(eve, 'another company');
    await until('the answers', async () => slack.state.homes.has(eve) && shownTo(eve).includes('Remix a take'));
    await until(
      'all acts are worked on',
      async () => (await run.app.composed.studio.due.find(new Date(), 1)).length === 0,
    );

    const posted = JSON.stringify(slack.messages(channel).map(({ text, blocks }) => [text, blocks]));
    // The chart of a digest that a member asked for is in no channel: their own message alone names it.
    const shared = [...slack.state.files.values()].filter(({ id, shares }) => shares.length > 0 || posted.includes(id));
    const files = JSON.stringify(shared);
    for (const leak of ['$', SECRET, 'Prompt', 'Left to spend']) {
      expect(posted).not.toContain(leak);
      expect(shownTo(eve)).not.toContain(leak);
      expect(files).not.toContain(leak);
    }
    expect(textOf(refusal)).toContain('Ask one of its members to send the request. Nothing was spent.');
    expect(await people.lines(channel)).toHaveLength(2);
  }, 90_000);
});
