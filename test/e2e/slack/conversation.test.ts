import { describe, expect, it } from 'vitest';
import { SIGNING_SECRET, textOf } from '../../support/slack-app.ts';
import { post } from '../../support/slack-server/delivery.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

describe('the conversation in Slack', () => {
  const { ask, forms, people, run, slack } = withSlack({ parts: {} });

  it('opens a form, shows what it would cost as it is filled in, and makes a shot of it', async () => {
    const ana = slack.person('form-ana').id;
    const channel = slack.channel('forms').id;

    const heard = await slack.delivery.command(ana, channel, '');
    const view = await forms.view(ana, 'form:request');
    expect(heard).toMatchObject({ status: 200 });
    expect(JSON.stringify(view.view)).toContain('Price: free');
    await forms.change(ana, view, 'model', {
      ...forms.typed('scene', 'a form'),
      ...forms.chosen('model', 'dear'),
      ...forms.number('seconds', '4'),
    });
    await until('the price', async () => JSON.stringify(view.view).includes('Price: $2.00'));

    const sent = await forms.submit(ana, view, {
      ...forms.typed('scene', 'a form in the rain'),
      ...forms.chosen('model', 'quick'),
    });

    expect(sent).toMatchObject({ status: 200, body: '' });
    const root = await people.root(channel, 'a form in the rain');
    await people.clip(channel, root.ts);
  });

  it('makes the next take of a mention in the thread, and starts from the take that was named', async () => {
    const { ana, channel, root } = await ask('mentions', 'a quiet harbour');
    await people.clip(channel, root.ts);

    await slack.delivery.mention(ana, channel, 'take 1: at night', root.ts);

    await people.card(channel, 'take 2, from take 1');
    expect(await people.clip(channel, root.ts, 1)).toMatchObject({ thread_ts: root.ts });
  });

  it('opens a remix with the slots filled in, and asks for the reason of a reject', async () => {
    const ben = slack.person('remix-ben').id;
    const { channel, root } = await ask('remix', 'a red door', '--lighting "golden hour" --model quick');
    const clip = await people.clip(channel, root.ts);
    const card = await people.withButton(channel, 'Remix');

    await people.press(ben, card, 'Remix');
    expect(JSON.stringify((await forms.view(ben, 'form:request')).view)).toContain('golden hour');

    await people.react(ben, clip, 'x');
    const invite = await people.note(ben, 'say what is missing');
    await people.press(ben, invite, 'Say why');
    const reason = await forms.view(ben, 'form:reason');
    await forms.submit(ben, reason, forms.typed('reason', 'at night, in the rain'));
    await people.card(channel, 'take 2, from take 1');
    const lines = await people.lines(channel);
    const [first, second] = [1, 2].map((number) => lines.find(({ take }) => take === number));
    expect(second).toMatchObject({ parent_take_id: first?.take_id, requested_by: ben });
    expect(first?.prompt).not.toContain('in the rain');
    expect(second?.prompt).toMatch(/a red door.*in the rain.*Lighting: at night/s);
  });

  it('reads a message that somebody pointed at, shows the brief, and runs it on a click', async () => {
    const [ana, ben] = [slack.person('point-ana').id, slack.person('point-ben').id];
    const channel = slack.channel('pointing').id;
    const ts = slack.state.ts();

    await people.point(ana, { channel, ts, user: ben, text: 'two knights &amp; a dragon <@UXXX>' });
    const shown = await people.note(ana, 'two knights & a dragon');
    expect((await people.log()).some((line) => line.channel === channel)).toBe(false);
    await people.press(ana, shown, 'Run');

    await until(
      'a clip in that message’s thread',
      async () => slack.messages(channel).find((message) => message.thread_ts === ts && message.files.length > 0),
      40_000,
    );
  }, 60_000);

  it('holds a paid request until it is confirmed, runs it once, and hides money where a guest reads along', async () => {
    const ana = slack.person('paid-ana').id;
    slack.person('paid-guest', { is_restricted: true });
    const channel = slack.channel('paid').id;
    slack.channel('paid');
    await slack.delivery.command(ana, channel, 'a burning barn --model dear --seconds 5');
    const note = await people.note(ana, '$2.50');

    await Promise.all([people.press(ana, note, 'Run'), people.press(ana, note, 'Run')]);

    const root = await people.root(channel, 'a burning barn');
    await people.clip(channel, root.ts);
    await people.delivered(channel);
    expect(await people.lines(channel)).toMatchObject([{ cost_micros: '2500000' }]);
    expect(slack.messages(channel).map(textOf).join('\n')).not.toContain('$');
  });

  it('publishes a home, and says in a direct message to choose a channel', async () => {
    const ana = slack.person('home-ana').id;

    await slack.delivery.event({
      type: 'app_home_opened',
      user: ana,
      tab: 'home',
      channel: `D${ana}`,
      event_ts: slack.state.ts(),
    });
    const home = await until('the home', async () => slack.state.homes.get(ana));
    const heard = await slack.delivery.command(ana, `D${ana}`, '');

    expect(JSON.stringify(home)).toContain('Votes that wait for you');
    expect(JSON.stringify(heard.body)).toContain('Choose a channel');
  });

  it('refuses a forged, an old and a future signature, and a replay changes nothing', async () => {
    const ana = slack.person('forge-ana').id;
    const channel = slack.channel('forge').id;
    const url = `${run.app.url}slack/events`;
    const command = {
      ...{
        team_id: slack.state.team,
        channel_id: channel,
        user_id: ana,
        command: '/previz',
        is_enterprise_install: 'false',
      },
      ...{ text: 'a forged door --model quick', trigger_id: 'replayed-trigger', response_url: 'http://127.0.0.1:1/' },
    };
    const send = (secret: string, offsetSeconds: number) =>
      post(url, 'slash_commands', command, { signingSecret: secret, at: new Date(Date.now() + offsetSeconds * 1_000) });

    expect((await send('another-secret', 0)).status).toBe(401);
    expect((await send(SIGNING_SECRET, -400)).status).toBe(401);
    expect((await send(SIGNING_SECRET, 400)).status).toBe(401);
    expect((await send(SIGNING_SECRET, 0)).status).toBe(200);
    expect((await send(SIGNING_SECRET, 0)).status).toBe(200);

    const root = await people.root(channel, 'a forged door');
    await people.clip(channel, root.ts);
    expect(await people.lines(channel)).toHaveLength(1);
  });
});
