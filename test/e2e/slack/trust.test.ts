import { describe, expect, it } from 'vitest';
import { textOf } from '../../support/slack-app.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

describe('what Slack brings is not trusted', () => {
  const { ask, forms, openForm, people, slack } = withSlack();

  const wish = () => ({ ...forms.typed('scene', 'somebody sneaks in'), ...forms.chosen('model', 'quick') });

  it('serves no form that names another channel than the one it was opened in, or another person', async () => {
    const [ana, ben] = [slack.person('ana').id, slack.person('ben').id];
    const channel = slack.channel('open').id;
    const secret = slack.channel('secret', { is_private: true });
    secret.members.delete(ben);
    const [view, anas] = [await openForm(ben, channel), await openForm(ana, secret.id)];
    const told = JSON.parse(String(view.view['private_metadata']));
    const changed = [
      JSON.stringify({ ...told, channel: secret.id }),
      JSON.stringify({ ...told, rest: '--takes 4' }),
      JSON.stringify({ ...told, target: 'nonsense' }),
      anas.view['private_metadata'],
      'not json',
      '"text"',
      '',
    ];

    for (const metadata of changed) {
      const heard = await forms.submit(ben, { ...view, view: { ...view.view, private_metadata: metadata } }, wish());

      expect(heard.status).toBe(200);
      expect(heard.body).toMatchObject({
        response_action: 'errors',
        errors: { scene: expect.stringContaining('open it again') },
      });
    }

    expect((await forms.submit(ben, view, wish())).body).not.toMatchObject({ response_action: 'errors' });
    await people.root(channel, 'somebody sneaks in');
    expect(slack.messages(secret.id)).toEqual([]);
  });

  it('answers no mention of another bot, whether or not Slack says that it is one', async () => {
    const robot = slack.person('robot', { is_bot: true }).id;
    const { ana, channel, root } = await ask('bots', 'a robot’s pier');
    await people.clip(channel, root.ts);
    const before = slack.state.messages.length;

    await slack.delivery.mention(robot, channel, 'slower', root.ts);
    const ts = slack.state.ts();
    const said = {
      type: 'app_mention',
      user: ana,
      bot_id: 'B0OTHER',
      text: `<@${slack.state.bot}> wider`,
      ts,
      channel,
    };
    await slack.delivery.event({ ...said, event_ts: ts, thread_ts: root.ts });
    await slack.delivery.mention(ana, channel, 'at night', root.ts);

    const clip = await people.clip(channel, root.ts, 1);
    expect(textOf(clip)).toContain('take 2');
    expect(await people.lines(channel)).toHaveLength(2);
    expect(slack.state.messages.slice(before).filter(({ only }) => only === robot)).toEqual([]);
  });

  it.each([
    ['a request', ''],
    ['the settings', 'settings'],
  ])('says at once that the bot is not in the channel, before anybody fills in a form: %s', async (what, text) => {
    const ana = slack.person(`outside-ana of ${what}`).id;
    const outside = slack.channel(`outside of ${what}`);
    outside.members.delete(slack.state.bot);

    const heard = await slack.delivery.command(ana, outside.id, text);

    expect(heard.body).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('/invite @previz') });
    expect([...slack.state.views.values()].filter(({ user }) => user === ana)).toEqual([]);
  });

  it('opens the form all the same where that can not be known in time', async () => {
    const ana = slack.person('late-ana').id;
    slack.fail('conversations.info', { kind: 'rate-limit', retryAfterSeconds: 0 });

    await slack.delivery.command(ana, slack.channel('late').id, '');

    await forms.view(ana, 'form:request');
  });

  it('reads the escapes of a command once', async () => {
    const ana = slack.person('escape-ana').id;
    const channel = slack.channel('escapes').id;

    await slack.delivery.command(ana, channel, 'fish & chips under a sign that says a &lt; b --model quick');

    await people.root(channel, 'fish & chips');
    const line = await until('the line', () => people.line(channel));
    expect(line.brief).toBe('fish & chips under a sign that says a &lt; b');
  });
});
