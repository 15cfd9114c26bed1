import { afterEach, describe, expect, it } from 'vitest';
import { METHODS } from '../../../src/adapters/slack/subscriptions.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { textOf } from '../../support/slack-app.ts';
import type { Fault } from '../../support/slack-server/slack-server.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

const DAY_MS = 86_400_000;
const lostAfter: Fault = { kind: 'status', status: 500, when: 'after' };

// What is waited for is the same; over Socket Mode no second is spent on it.
const WAITS = [
  ['http', [1, 0, 0]],
  ['socket', [0, 0, 0]],
] as const;

describe.each(WAITS)('Slack asks to wait over %s', (transport, waits) => {
  const { database, forms, people, rows, run, slack, stories } = withSlack({ transport });

  afterEach(() => {
    slack.heal();
    slack.sharing.swallow = 0;
  });

  it('tells a story that needs every method, each told to wait three times', async () => {
    const [ana, silent] = [slack.person('ana').id, slack.person('silent').id];
    const channel = slack.channel('limited').id;
    const told = slack.limitEvery(waits);
    // Root and card have to be looked for, and the file has to be sent anew.
    slack.fail('chat.postMessage', lostAfter, lostAfter);
    slack.sharing.swallow = 1;

    await slack.delivery.event({ type: 'app_home_opened', user: ana, tab: 'home', channel: `D${ana}`, event_ts: '1' });
    await slack.delivery.command(ana, channel, '');
    const form = await forms.view(ana, 'form:request');
    await until('a filled form', async () => JSON.stringify(form.view).includes('Price: free'));
    await forms.submit(ana, form, { ...forms.typed('scene', 'a patient tide'), ...forms.chosen('model', 'quick') });
    const root = await people.root(channel, 'a patient tide');
    const clip = await people.clip(channel, root.ts);
    // Joined after the people were listed.
    const ben = slack.person('ben').id;
    await people.react(ben, clip, 'white_check_mark');
    await people.card(channel, 'Approved by');
    stories.expectOnce(channel, 'a patient tide');
    await slack.delivery.command(ana, channel, 'status');
    await people.note(ana, '');
    await slack.delivery.command(ana, channel, 'digest now');
    await people.root(channel, 'so far');
    await until('the seeds', async () => clip.reactions.length === 2);
    await until('the reading', async () => told.get('reactions.get') === 3);

    expect(Object.keys(METHODS).filter((method) => told.get(method) !== 3)).toEqual([]);
    expect(slack.state.homes.has(ana)).toBe(true);
    expect(slack.messages(channel).filter((message) => textOf(message).includes('so far'))).toHaveLength(1);
    const [line, ...more] = await people.lines(channel);
    expect(more).toEqual([]);
    expect(line).toMatchObject({ status: 'delivered', message_id: clip.ts });
    expect(line?.votes).toMatchObject([{ person: ben, vote: 'approve', counted: true }]);
    // Who may vote was read in the end, though nobody heard of them.
    expect(await known(silent)).toHaveLength(1);
  });

  const known = (id: string) => rows(`select 1 from person where id = '${id}'`);

  it('knows everybody who may vote before the first ballot, though the list has to wait', async () => {
    const [ana, silent] = [slack.person('listed-ana').id, slack.person('listed-silent').id];
    run.pass(DAY_MS);
    slack.fail('users.list', { kind: 'rate-limit', retryAfterSeconds: 0 });

    await slack.delivery.command(ana, slack.channel('listed').id, 'status');
    await people.note(ana, '');

    expect(await known(silent)).toHaveLength(1);
  });

  it('keeps every invariant', async () => {
    expect(await checkInvariants(database.url, { settled: false })).toEqual([]);
  });
});
