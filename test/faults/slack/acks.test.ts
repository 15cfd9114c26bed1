import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { withDatabase } from '../../support/database.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { type SlackApp, startSlackApp, textOf } from '../../support/slack-app.ts';
import { makeStories, QUICK } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

describe.each(['http', 'socket'] as const)('the database is slow while Slack waits over %s', (transport) => {
  const database = withDatabase();
  let run: SlackApp;
  let stories: ReturnType<typeof makeStories>;

  beforeAll(async () => {
    run = await startSlackApp(database.url, transport, { parts: { ...QUICK, recordMs: 1_000 } });
    stories = makeStories(run);
  });
  afterAll(() => run?.stop());

  /** While `work` goes on nothing can be recorded. */
  const whileLocked = (work: (inLine: (count: number) => Promise<unknown>) => Promise<unknown>) =>
    withConnection(database.url, async (holder) => {
      await holder.query('begin');
      await holder.query('lock table act in share row exclusive mode');
      await work((count) =>
        until(`${count} in line`, () =>
          withConnection(database.url, async (client) => {
            const found = await client.query(
              `select 1 from pg_locks where not granted and relation = 'act'::regclass and mode = 'RowExclusiveLock'`,
            );
            return (found.rowCount ?? 0) >= count;
          }),
        ),
      );
      await holder.query('commit');
    });

  it('takes an event once that was acknowledged too late and came again, over Socket Mode on another connection', async () => {
    const { slack } = run;
    const { people } = stories;
    const { channel, clip } = await stories.tell();
    const late = slack.person('late').id;
    let reacted: Promise<unknown> = Promise.resolve();

    await whileLocked(async (inLine) => {
      reacted = people.react(late, clip, 'x');
      await inLine(1);
      if (transport === 'socket') {
        slack.cutSockets();
        await until('connected again', async () => slack.socketCount() > 0);
      }
      await inLine(2);
    });
    await reacted;

    const votes = await until('both votes', async () => {
      const line = (await people.log()).find((one) => one.channel === channel);
      return line?.votes.length === 2 && line.votes;
    });
    expect(votes).toContainEqual(expect.objectContaining({ person: late, vote: 'reject' }));
    expect(await countOf(`select 1 from act where envelope->'actor'->>'id' = '${late}'`)).toBe(1);
  });

  it('does nothing later that it said it had not taken', async () => {
    const { slack } = run;
    const ana = slack.person('unlucky').id;
    const channel = slack.channel('unlucky').id;

    await whileLocked(async () => {
      const { body } = await slack.delivery.command(ana, channel, 'an unlucky door --model quick');
      expect(JSON.stringify(body)).toContain('Not taken, please send it again');
    });
    await until(
      'it is put aside',
      async () => (await countOf(`select 1 from act where channel_id = '${channel}' and done_at is not null`)) === 1,
    );
    await slack.delivery.command(ana, channel, 'an unlucky door --model quick');

    const root = await stories.people.root(channel, 'an unlucky door');
    await stories.people.clip(channel, root.ts);
    await until('the final card', async () => slack.messages(channel).some((one) => textOf(one).includes('Open ·')));
    expect((await stories.people.log()).filter((one) => one.channel === channel)).toHaveLength(1);
  });

  it('keeps every invariant', async () => {
    expect(await checkInvariants(database.url, { settled: false })).toEqual([]);
  });

  const countOf = (sql: string) => withConnection(database.url, async (client) => (await client.query(sql)).rowCount);
});
