import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { withDatabase } from '../../support/database.ts';
import { type SlackApp, startSlackApp } from '../../support/slack-app.ts';
import { makeForms } from '../../support/slack-forms.ts';
import { makeStories, QUICK } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

const NOT_TAKEN = 'Not taken, please send it again.';

describe.each(['http', 'socket'] as const)('the database refuses an act over %s', (transport) => {
  const database = withDatabase();
  let run: SlackApp;
  let stories: ReturnType<typeof makeStories>;

  beforeAll(async () => {
    run = await startSlackApp(database.url, transport, { parts: QUICK });
    stories = makeStories(run);
    await ask('create sequence refusals');
    await ask(`select nextval('refusals')`);
    // A sequence counts on where its transaction is undone.
    await ask(`create function refuse() returns trigger language plpgsql as
      $$ begin perform nextval('refusals'); raise 'the disk is full'; end $$`);
  });
  afterAll(() => run?.stop());
  afterEach(() => ask('drop trigger if exists refuse on act'));

  const ask = (sql: string) => withConnection(database.url, async (client) => (await client.query(sql)).rows);
  const refuse = () => ask('create trigger refuse before insert on act for each row execute function refuse()');
  const refused = async () => Number((await ask('select last_value from refusals'))[0]?.last_value);
  const take = () => ask('drop trigger refuse on act');
  const toldTo = (user: string) =>
    until('it is said', async () =>
      run.slack.state.replies.find((one) => one.user === user && one.body['text'] === NOT_TAKEN),
    );
  const takesOf = async (channel: string) => (await stories.people.log()).filter((line) => line.channel === channel);

  it('says so in the answer to a command, which is taken when it is sent again', async () => {
    const { slack } = run;
    const ana = slack.person('command-ana').id;
    const channel = slack.channel('commands').id;
    await refuse();

    const { status, body } = await slack.delivery.command(ana, channel, 'a refused door --model quick');
    expect({ status, body }).toEqual({ status: 200, body: { response_type: 'ephemeral', text: NOT_TAKEN } });
    await take();
    await slack.delivery.command(ana, channel, 'a refused door --model quick');

    const root = await stories.people.root(channel, 'a refused door');
    await stories.people.clip(channel, root.ts);
    expect(await takesOf(channel)).toHaveLength(1);
  });

  it('says so to whoever pressed a button, or pointed at a message', async () => {
    const { slack } = run;
    const { ana, ben, channel } = await stories.tell();
    const card = await stories.people.card(channel, 'Asked by');
    await refuse();

    await stories.people.press(ana, card, 'Retake');
    await toldTo(ana);
    await slack.delivery.interactive(ben, {
      type: 'message_action',
      callback_id: 'previz_this',
      message_ts: card.ts,
      channel: { id: channel, name: 'x' },
      message: { type: 'message', user: ana, ts: slack.state.ts(), text: 'a pointed door' },
      response_url: slack.delivery.responseUrl(ben),
    });
    await toldTo(ben);
    await take();

    expect(await takesOf(channel)).toHaveLength(1);
    await stories.people.press(ana, card, 'Retake');
    await until('the next take', async () => (await takesOf(channel)).length === 2);
  });

  it('keeps a form open, with the words in it, and takes it when it is sent again', async () => {
    const { slack } = run;
    const forms = makeForms(slack);
    const ana = slack.person('form-ana').id;
    const channel = slack.channel('refused-forms').id;
    await slack.delivery.command(ana, channel, '');
    const view = await forms.view(ana, 'form:request');
    await until('it is filled', async () => JSON.stringify(view.view).includes('Price'));
    const values = { ...forms.typed('scene', 'a refused form'), ...forms.chosen('model', 'quick') };
    await refuse();

    const heard = await forms.submit(ana, view, values);
    expect(heard.body).toEqual({ response_action: 'errors', errors: { scene: NOT_TAKEN } });
    await take();
    await forms.submit(ana, view, values);

    const root = await stories.people.root(channel, 'a refused form');
    await stories.people.clip(channel, root.ts);
    expect(await takesOf(channel)).toHaveLength(1);
  });

  it('acknowledges no event that it could not record, so that Slack sends it again', async () => {
    const { slack } = run;
    const { channel, clip } = await stories.tell();
    const late = slack.person('late').id;
    const event = {
      ...{ type: 'reaction_added', user: late, reaction: 'x', item_user: clip.user, event_ts: slack.state.ts() },
      item: { type: 'message', channel, ts: clip.ts },
    };
    const before = await refused();
    await refuse();

    const sent = slack.delivery.event(event, 'EvRefused');
    await until('it was refused', async () => (await refused()) > before);
    await take();
    // Over HTTP the server's tries may all be spent by now; Slack's own last for minutes.
    if ((await sent).status !== 200) await slack.delivery.event(event, 'EvRefused');

    const line = await until('the vote', async () => (await takesOf(channel)).find(({ votes }) => votes.length === 2));
    expect(line.votes).toContainEqual(expect.objectContaining({ person: late, vote: 'reject', source: 'live' }));
  });
});
