import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { withDatabase } from '../../support/database.ts';
import { type SlackApp, startSlackApp, textOf } from '../../support/slack-app.ts';
import { makeStories, QUICK } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

const PACE_MS = 3_000;
const HOUR_MS = 3_600_000;
const CHANGES = 8;

describe('how often a card is edited', () => {
  const database = withDatabase();
  let run: SlackApp;
  let stories: ReturnType<typeof makeStories>;
  /** The app's clock stands still but for what a test moves it. */
  let now = Date.now();
  /** Of each edit that came in: when, by the app's clock. */
  const edits: { readonly ts: unknown; readonly at: number }[] = [];

  beforeAll(async () => {
    const { editPaceMs: _, ...slackTiming } = QUICK.slackTiming;
    run = await startSlackApp(database.url, 'http', {
      parts: { ...QUICK, slackTiming, clock: { now: () => new Date(now) } },
    });
    const { calls } = run.slack;
    const push = calls.push.bind(calls);
    calls.push = (...made) => {
      for (const { method, args } of made) if (method === 'chat.update') edits.push({ ts: args['ts'], at: now });
      return push(...made);
    };
    stories = makeStories(run);
  });
  afterAll(() => run?.stop());

  const ask = (sql: string) => withConnection(database.url, async (client) => (await client.query(sql)).rows);
  const voteOf = async (channel: string) =>
    (await stories.people.log()).find((line) => line.channel === channel)?.votes.at(0)?.vote ?? null;
  const shot = async (name: string) => {
    const { slack } = run;
    const [ana, ben] = [slack.person(`${name}-ana`).id, slack.person(`${name}-ben`).id];
    const channel = slack.channel(name).id;
    await slack.delivery.command(ana, channel, `a ${name} kite --model quick`);
    const root = await stories.people.root(channel, `a ${name} kite`);
    return { ben, channel, clip: await stories.people.clip(channel, root.ts) };
  };
  const cardOf = (channel: string) => stories.people.card(channel, 'Asked by');
  const rowOf = async (channel: string) => {
    const [row] = await ask(
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
      await stories.people.react(ben, clip, 'white_check_mark', isOn ? 'add' : 'remove');
      await until('it is counted', async () => ((await voteOf(channel)) === 'approve') === isOn);
      now += 1_000;
    }
    await stories.people.react(ben, clip, 'x');
    await until('it is counted', async () => (await voteOf(channel)) === 'reject');
    now += PACE_MS;
    await until('the last word', async () => textOf(card).includes('Rejected by'));

    const mine = edits.filter(({ ts }) => ts === card.ts);
    expect(mine.length).toBeGreaterThan(1);
    for (const [index, { at }] of mine.entries())
      expect(at - (mine[index - 1]?.at ?? 0), `edit ${index}`).toBeGreaterThanOrEqual(PACE_MS);
    expect((await rowOf(channel)).next_at.getTime()).toBe((mine.at(-1)?.at ?? 0) + PACE_MS);
  });

  it('is never beyond what the workspace may edit; clips and votes go on without', async () => {
    const { team } = run.slack.state;
    await ask(`insert into slack_edits (workspace_id, level, at, closed_until)
      values ('${team}', 0, clock_timestamp(), clock_timestamp() + interval '1 hour')
      on conflict (workspace_id) do update set closed_until = excluded.closed_until`);
    const before = edits.length;

    const told = [];
    for (const name of ['green', 'blue', 'black']) told.push(await shot(name));
    for (const { ben, clip } of told) await stories.people.react(ben, clip, 'white_check_mark');
    for (const { channel } of told) await until('the vote', async () => (await voteOf(channel)) === 'approve');
    now += PACE_MS;
    for (const { channel } of told)
      await until('it waits for its turn', async () => /waits for its turn/.test((await rowOf(channel)).last_error));
    expect(edits.length).toBe(before);

    await ask(`update slack_edits set closed_until = null, level = 20, at = clock_timestamp()`);
    now += HOUR_MS + PACE_MS;
    for (const { channel } of told) await stories.people.card(channel, 'Approved by');
    expect(edits.length).toBeGreaterThan(before);
  });
});
