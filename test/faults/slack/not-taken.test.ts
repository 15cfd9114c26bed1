import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

const NOT_TAKEN = 'Not taken, please send it again.';

describe.each(['http', 'socket'] as const)('the database refuses an act over %s', (transport) => {
  const { forms, openForm, people, rows, slack, stories } = withSlack({ transport });

  beforeAll(async () => {
    await rows('create sequence refusals');
    await rows(`select nextval('refusals')`);
    // A sequence counts on where its transaction is undone.
    await rows(`create function refuse() returns trigger language plpgsql as
      $$ begin perform nextval('refusals'); raise 'the disk is full'; end $$`);
  });
  afterEach(() => rows('drop trigger if exists refuse on act'));

  const refuse = () => rows('create trigger refuse before insert on act for each row execute function refuse()');
  const refused = async () => Number((await rows('select last_value from refusals'))[0]?.last_value);
  const take = () => rows('drop trigger refuse on act');
  const toldTo = (user: string) =>
    until('it is said', async () =>
      slack.state.replies.find((one) => one.user === user && one.body['text'] === NOT_TAKEN),
    );

  it('says so in the answer to a command, which is taken when it is sent again', async () => {
    const ana = slack.person('command-ana').id;
    const channel = slack.channel('commands').id;
    await refuse();

    const { status, body } = await slack.delivery.command(ana, channel, 'a refused door --model quick');
    expect({ status, body }).toEqual({ status: 200, body: { response_type: 'ephemeral', text: NOT_TAKEN } });
    await take();
    await slack.delivery.command(ana, channel, 'a refused door --model quick');

    const root = await people.root(channel, 'a refused door');
    await people.clip(channel, root.ts);
    expect(await people.lines(channel)).toHaveLength(1);
  });

  it('says so to whoever pressed a button, or pointed at a message', async () => {
    const { ana, ben, channel } = await stories.tell();
    const card = await people.card(channel, 'Asked by');
    await refuse();

    await people.press(ana, card, 'Retake');
    await toldTo(ana);
    await people.point(ben, { channel, ts: card.ts, user: ana, text: 'a pointed door' });
    await toldTo(ben);
    await take();

    expect(await people.lines(channel)).toHaveLength(1);
    await people.press(ana, card, 'Retake');
    await until('the next take', async () => (await people.lines(channel)).length === 2);
  });

  it('keeps a form open, with the words in it, and takes it when it is sent again', async () => {
    const ana = slack.person('form-ana').id;
    const channel = slack.channel('refused-forms').id;
    const view = await openForm(ana, channel);
    const values = { ...forms.typed('scene', 'a refused form'), ...forms.chosen('model', 'quick') };
    await refuse();

    const heard = await forms.submit(ana, view, values);
    expect(heard.body).toEqual({ response_action: 'errors', errors: { scene: NOT_TAKEN } });
    await take();
    await forms.submit(ana, view, values);

    const root = await people.root(channel, 'a refused form');
    await people.clip(channel, root.ts);
    expect(await people.lines(channel)).toHaveLength(1);
  });

  it('acknowledges no event that it could not record, so that Slack sends it again', async () => {
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

    const line = await until('the vote', async () =>
      (await people.lines(channel)).find(({ votes }) => votes.length === 2),
    );
    expect(line.votes).toContainEqual(expect.objectContaining({ person: late, vote: 'reject', source: 'live' }));
  });
});
