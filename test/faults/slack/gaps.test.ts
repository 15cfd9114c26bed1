import { afterEach, describe, expect, it } from 'vitest';
import { checkInvariants } from '../../support/invariants.ts';
import { textOf } from '../../support/slack-app.ts';
import { react } from '../../support/slack-server/state.ts';
import { type Told, withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

/** More than Slack names without being asked for all. */
const CROWD = 60;

describe.each(['http', 'socket'] as const)('events are lost over %s', (transport) => {
  const { database, people, rows, run, slack, stories } = withSlack({ transport });

  afterEach(() => {
    slack.heal();
    slack.state.isCutShort = false;
    slack.state.historyIsLimited = false;
    // The next crowd is asked for in a minute of its own.
    run.pass(60_000);
  });

  const unheard = (clip: Told['clip'], user: string, name: string, op: 'add' | 'remove' = 'add') =>
    react(clip, { user, name, op });
  /** Slack says that it held events back. */
  const endGap = () =>
    slack.delivery.event({ type: 'app_rate_limited', minute_rate_limited: 1, event_ts: slack.state.ts() });
  const votesOf = ({ channel }: Told): Promise<{ person: string; op: string }[]> =>
    rows(
      `select person_id as person, op from vote_event e join take t on t.id = e.take_id where t.channel_id = '${channel}'`,
    );
  const has = (told: Told, person: string, op = 'add') =>
    until(`${op} of ${person}`, async () =>
      (await votesOf(told)).some((row) => row.person === person && row.op === op),
    );

  it('finds a whole crowd and what was taken back, though Slack asks to wait', async () => {
    const told = await stories.tell();
    const crowd = Array.from({ length: CROWD }, (_, n) => slack.person(`crowd-${n}`).id);
    for (const person of crowd) unheard(told.clip, person, 'x');
    unheard(told.clip, told.ben, 'white_check_mark', 'remove');
    slack.fail(
      'reactions.get',
      { kind: 'rate-limit', retryAfterSeconds: 0 },
      { kind: 'status', status: 500, when: 'before' },
    );

    await endGap();
    await has(told, told.ben, 'remove');

    const line = await people.line(told.channel);
    expect(line?.votes.map(({ person }) => person).sort()).toEqual([...crowd].sort());
    expect(line?.votes.every(({ vote, source }) => vote === 'reject' && source === 'reconcile')).toBe(true);
    expect(line?.decision.state).toBe('rejected');
  });

  it('takes nobody’s vote away whom Slack only did not name', async () => {
    const told = await stories.tell();
    const crowd = Array.from({ length: CROWD }, (_, n) => slack.person(`named-${n}`).id);
    for (const person of crowd) unheard(told.clip, person, 'white_check_mark');
    await endGap();
    for (const person of crowd) await has(told, person);

    slack.state.isCutShort = true;
    const readings = () =>
      slack.calls.filter(({ method, args }) => method === 'reactions.get' && args['timestamp'] === told.clip.ts).length;
    const before = readings();
    await endGap();
    await until('it was read', async () => readings() > before);
    slack.state.isCutShort = false;
    const late = slack.person('named-late').id;
    unheard(told.clip, late, 'white_check_mark');
    await endGap();
    await has(told, late);

    expect((await votesOf(told)).filter(({ op }) => op === 'remove')).toEqual([]);
  });

  it('takes one message, or one reaction, that arrives as two events once', async () => {
    const told = await stories.tell();
    const { ana, ben, channel, root, clip } = told;
    const [said, pressed] = [slack.state.ts(), slack.state.ts()];
    const mention = {
      ...{ type: 'app_mention', user: ana, text: `<@${slack.state.bot}> at night`, ts: said, event_ts: said },
      ...{ channel, thread_ts: root.ts, client_msg_id: 'one', team: slack.state.team },
    };
    const reaction = {
      ...{ type: 'reaction_added', user: ben, reaction: 'tada', item_user: clip.user, event_ts: pressed },
      item: { type: 'message', channel, ts: clip.ts },
    };

    for (const event of [mention, reaction])
      await Promise.all([1, 2].map((n) => slack.delivery.event(event, `Ev-${said}-${event.type}-${n}`)));

    await people.clip(channel, root.ts, 1);
    await until('the reaction', async () => (await votesOf(told)).length >= 2);
    const acts = await rows(
      `select envelope->'act'->>'kind' as kind, count(*)::int as n from act where channel_id = '${channel}'
         and envelope->'act'->>'kind' in ('mention', 'reaction') group by 1 order by 1`,
    );
    // The vote of the story, and the new one.
    expect(acts).toEqual([
      { kind: 'mention', n: 1 },
      { kind: 'reaction', n: 2 },
    ]);
    expect(await people.lines(channel)).toHaveLength(2);
  });

  it('tells a whole story to an app that may read the history once a minute, and needs it for nothing', async () => {
    slack.state.historyIsLimited = true;
    // The reading of this minute is spent.
    slack.state.historyReadings = 1;

    const { ana, ben, channel, root } = await stories.tell();
    await people.press(ana, await people.card(channel, 'Approved by'), 'Retake');
    const second = await people.clip(channel, root.ts, 1);
    await people.react(ben, second, 'x');
    await people.card(channel, 'Rejected by');
    await slack.delivery.mention(ana, channel, 'take 1: wider', root.ts);
    const third = await people.clip(channel, root.ts, 2);
    await until('its final card', async () => {
      const cards = slack.messages(channel).filter((one) => textOf(one).includes('Asked by'));
      return cards.some((one) => textOf(one).includes('take 3') && textOf(one).includes('Open ·'));
    });

    expect(slack.messages(channel).filter(({ files }) => files.length > 0)).toHaveLength(3);
    expect(third.thread_ts).toBe(root.ts);
    expect(slack.calls.filter(({ method }) => /^conversations\.(history|replies)$/.test(method))).toEqual([]);
  });

  it('keeps every invariant', async () => {
    expect(await checkInvariants(database.url, { settled: false })).toEqual([]);
  });
});
