import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../../support/database.ts';
import {
  buttonsOf,
  makePeople,
  SIGNING_SECRET,
  type SlackApp,
  startSlackApp,
  textOf,
} from '../../support/slack-app.ts';
import { post } from '../../support/slack-server/delivery.ts';
import type { FakeView } from '../../support/slack-server/state.ts';
import { until } from '../../support/until.ts';

describe('the conversation in Slack', () => {
  const database = withDatabase();
  let run: SlackApp;
  let people: ReturnType<typeof makePeople>;

  beforeAll(async () => {
    run = await startSlackApp(database.url, 'http');
    people = makePeople(run);
  });
  afterAll(() => run?.stop());

  const viewOf = (user: string, callback: string): Promise<FakeView> =>
    until(`view ${callback}`, async () =>
      [...run.slack.state.views.values()].find((view) => view.user === user && view.view['callback_id'] === callback),
    );
  const submit = (user: string, view: FakeView, values: Record<string, unknown>) =>
    run.slack.delivery.interactive(user, {
      type: 'view_submission',
      view: { ...view.view, id: view.id, hash: view.hash, state: { values } },
    });
  const typed = (name: string, value: string) => ({ [name]: { [name]: { type: 'plain_text_input', value } } });
  const chosen = (name: string, value: string) => ({
    [name]: { [`price:${name}`]: { type: 'static_select', selected_option: { value } } },
  });

  it('opens a form, shows what it would cost as it is filled in, and makes a shot of it', async () => {
    const { slack } = run;
    const ana = slack.person('form-ana').id;
    const channel = slack.channel('forms').id;

    const heard = await slack.delivery.command(ana, channel, '');
    const view = await viewOf(ana, 'form:request');
    expect(heard).toMatchObject({ status: 200 });
    expect(JSON.stringify(view.view)).toContain('Price: free');
    await slack.delivery.interactive(ana, {
      type: 'block_actions',
      container: { type: 'view', view_id: view.id },
      view: {
        ...view.view,
        id: view.id,
        hash: view.hash,
        state: {
          values: {
            ...typed('scene', 'a form'),
            ...chosen('model', 'dear'),
            seconds: { 'price:seconds': { value: '4' } },
          },
        },
      },
      actions: [{ type: 'static_select', action_id: 'price:model', block_id: 'model', action_ts: slack.state.ts() }],
    });
    await until('the price', async () => JSON.stringify(view.view).includes('Price: $2.00'));

    const sent = await submit(ana, view, { ...typed('scene', 'a form in the rain'), ...chosen('model', 'quick') });

    expect(sent).toMatchObject({ status: 200, body: '' });
    const root = await people.root(channel, 'a form in the rain');
    await people.clip(channel, root.ts);
  });

  it('makes the next take of a mention in the thread, and starts from the take that was named', async () => {
    const { slack } = run;
    const ana = slack.person('mention-ana').id;
    const channel = slack.channel('mentions').id;
    await slack.delivery.command(ana, channel, 'a quiet harbour --model quick');
    const root = await people.root(channel, 'a quiet harbour');
    await people.clip(channel, root.ts);

    await slack.delivery.mention(ana, channel, 'take 1: at night', root.ts);

    await people.card(channel, 'take 2, from take 1');
    expect(await people.clip(channel, root.ts, 1)).toMatchObject({ thread_ts: root.ts });
  });

  it('opens a remix with the slots filled in, and asks for the reason of a reject', async () => {
    const { slack } = run;
    const [ana, ben] = [slack.person('remix-ana').id, slack.person('remix-ben').id];
    const channel = slack.channel('remix').id;
    await slack.delivery.command(ana, channel, 'a red door --lighting "golden hour" --model quick');
    const root = await people.root(channel, 'a red door');
    const clip = await people.clip(channel, root.ts);
    const card = await until('the buttons', async () =>
      slack.messages(channel).find((message) => buttonsOf(message).some(({ label }) => label === 'Remix')),
    );

    await people.press(ben, card, 'Remix');
    expect(JSON.stringify((await viewOf(ben, 'form:request')).view)).toContain('golden hour');

    await people.react(ben, clip, 'x');
    const invite = await people.note(ben, 'say what is missing');
    await people.press(ben, invite, 'Say why');
    const reason = await viewOf(ben, 'form:reason');
    await submit(ben, reason, typed('reason', 'at night, in the rain'));
    await people.card(channel, 'take 2, from take 1');
    const lines = (await people.log()).filter((line) => line.channel === channel);
    const [first, second] = [1, 2].map((number) => lines.find(({ take }) => take === number));
    expect(second).toMatchObject({ parent_take_id: first?.take_id, requested_by: ben });
    expect(first?.prompt).not.toContain('in the rain');
    expect(second?.prompt).toMatch(/a red door.*in the rain.*Lighting: at night/s);
  });

  it('reads a message that somebody pointed at, shows the brief, and runs it on a click', async () => {
    const { slack } = run;
    const [ana, ben] = [slack.person('point-ana').id, slack.person('point-ben').id];
    const channel = slack.channel('pointing').id;
    const ts = slack.state.ts();

    await slack.delivery.interactive(ana, {
      type: 'message_action',
      callback_id: 'previz_this',
      action_ts: slack.state.ts(),
      message_ts: ts,
      channel: { id: channel, name: 'pointing' },
      message: { type: 'message', user: ben, ts, text: 'two knights &amp; a dragon <@UXXX>' },
      response_url: slack.delivery.responseUrl(ana),
    });
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
    const { slack } = run;
    const ana = slack.person('paid-ana').id;
    slack.person('paid-guest', { is_restricted: true });
    const channel = slack.channel('paid').id;
    slack.channel('paid');
    await slack.delivery.command(ana, channel, 'a burning barn --model dear --seconds 5');
    const ask = await people.note(ana, '$2.50');

    await Promise.all([people.press(ana, ask, 'Run'), people.press(ana, ask, 'Run')]);

    const root = await people.root(channel, 'a burning barn');
    await people.clip(channel, root.ts);
    const lines = await until('delivered', async () => {
      const found = (await people.log()).filter((line) => line.channel === channel);
      return found.some(({ status }) => status === 'delivered') && found;
    });
    expect(lines).toMatchObject([{ cost_micros: '2500000' }]);
    expect(run.slack.messages(channel).map(textOf).join('\n')).not.toContain('$');
  });

  it('publishes a home, and says in a direct message to choose a channel', async () => {
    const { slack } = run;
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
    const { slack, app } = run;
    const ana = slack.person('forge-ana').id;
    const channel = slack.channel('forge').id;
    const url = `${app.url}slack/events`;
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
    expect((await people.log()).filter((line) => line.channel === channel)).toHaveLength(1);
  });
});
