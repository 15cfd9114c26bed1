import { beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../../support/slack-app.ts';
import { QUICK, withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

const PACE_MS = 3_000;
const HOUR_MS = 3_600_000;
const CHANGES = 8;
const { editPaceMs: _, ...slackTiming } = QUICK.slackTiming;

describe('how often a card is edited', () => {
  /** How far the app's clock is ahead: it goes on by itself too, or a message that was put off would be put off for ever. */
  let ahead = 0;
  const now = () => Date.now() + ahead;
  /** Of each edit that came in: when, by the app's clock. */
  const edits: { readonly ts: unknown; readonly at: number }[] = [];
  const { ask, people, rows, slack } = withSlack({
    parts: { ...QUICK, slackTiming, clock: { now: () => new Date(now()) } },
  });

  beforeAll(async () => {
    const { calls, state } = slack;
    // Slack's clock is the app's: a reading of the reactions is put in order with Slack's events by its time.
    const stamp = state.ts.bind(state);
    state.ts = () => {
      const [seconds, more] = stamp().split('.');
      return `${Number(seconds) + ahead / 1_000}.${more}`;
    };
    const push = calls.push.bind(calls);
    calls.push = (...made) => {
      for (const { method, args } of made) if (method === 'chat.update') edits.push({ ts: args['ts'], at: now() });
      return push(...made);
    };
  });

  const voteOf = async (channel: string) => (await people.line(channel))?.votes.at(0)?.vote ?? null;
  const shot = async (name: string) => {
    const ben = slack.person(`${name}-ben`).id;
    const { channel, root } = await ask(name, `a ${name} kite`);
    return { ben, channel, clip: await people.clip(channel, root.ts) };
  };
  const cardOf = (channel: string) => people.card(channel, 'Asked by');
  const rowOf = async (channel: string) => {
    const [row] = await rows(
      `select o.next_at, o.last_error from outbox o join take t on t.id = o.take_id
       where t.channel_id = '${channel}' and o.kind = 'card'`,
    );
    return row;
  };

  it('is once in three seconds for one take, whatever happens to it', async () => {
    const { ben, channel, clip } = await shot('red');
    const card = await cardOf(channel);

    for (let n = 0; n < CHANGES; n += 1) {
      const isOn = n % 2 === 0;
      await people.react(ben, clip, 'white_check_mark', isOn ? 'add' : 'remove');
      await until('it is counted', async () => ((await voteOf(channel)) === 'approve') === isOn);
      ahead += 1_000;
    }
    await people.react(ben, clip, 'x');
    await until('it is counted', async () => (await voteOf(channel)) === 'reject');
    ahead += PACE_MS;
    await until('the last word', async () => textOf(card).includes('Rejected by'));

    const mine = edits.filter(({ ts }) => ts === card.ts);
    expect(mine.length).toBeGreaterThan(1);
    for (const [index, { at }] of mine.entries())
      expect(at - (mine[index - 1]?.at ?? 0), `edit ${index}`).toBeGreaterThanOrEqual(PACE_MS);
    expect((await rowOf(channel)).next_at.getTime()).toBeGreaterThanOrEqual((mine.at(-1)?.at ?? 0) + PACE_MS);
  });

  it('is never beyond what the workspace may edit; clips and votes go on without', async () => {
    const { team } = slack.state;
    await rows(`insert into slack_edits (workspace_id, level, at, closed_until)
      values ('${team}', 0, clock_timestamp(), clock_timestamp() + interval '1 hour')
      on conflict (workspace_id) do update set closed_until = excluded.closed_until`);
    const before = edits.length;

    const told = [];
    for (const name of ['green', 'blue', 'black']) told.push(await shot(name));
    for (const { ben, clip } of told) await people.react(ben, clip, 'white_check_mark');
    for (const { channel } of told) await until('the vote', async () => (await voteOf(channel)) === 'approve');
    ahead += PACE_MS;
    for (const { channel } of told)
      await until('it waits for its turn', async () => /waits for its turn/.test((await rowOf(channel)).last_error));
    expect(edits.length).toBe(before);

    await rows(`update slack_edits set closed_until = null, level = 20, at = clock_timestamp()`);
    ahead += HOUR_MS + PACE_MS;
    for (const { channel } of told) await people.card(channel, 'Approved by');
    expect(edits.length).toBeGreaterThan(before);
  });
});
