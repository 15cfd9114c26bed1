import { describe, expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { textOf } from '../../support/slack-app.ts';
import { QUICK, withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

describe.each(['http', 'socket'] as const)('the database is slow while Slack waits over %s', (transport) => {
  const { database, people, rows, slack, stories } = withSlack({ transport, parts: { ...QUICK, recordMs: 1_000 } });

  /** While `work` goes on nothing can be recorded. */
  const whileLocked = (work: (inLine: (count: number) => Promise<unknown>) => Promise<unknown>) =>
    withConnection(database.url, async (holder) => {
      await holder.query('begin');
      await holder.query('lock table act in share row exclusive mode');
      await work((count) =>
        until(`${count} in line`, async () => {
          const waiting = await rows(
            `select 1 from pg_locks where not granted and relation = 'act'::regclass and mode = 'RowExclusiveLock'`,
          );
          return waiting.length >= count;
        }),
      );
      await holder.query('commit');
    });

  it('takes an event once that was acknowledged too late and came again, over Socket Mode on another connection', async () => {
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
      const line = await people.line(channel);
      return line?.votes.length === 2 && line.votes;
    });
    expect(votes).toContainEqual(expect.objectContaining({ person: late, vote: 'reject' }));
    expect(await rows(`select 1 from act where envelope->'actor'->>'id' = '${late}'`)).toHaveLength(1);
  });

  it('does nothing later that it said it had not taken', async () => {
    const ana = slack.person('unlucky').id;
    const channel = slack.channel('unlucky').id;

    await whileLocked(async () => {
      const { body } = await slack.delivery.command(ana, channel, 'an unlucky door --model quick');
      expect(JSON.stringify(body)).toContain('Not taken, please send it again');
    });
    await until(
      'it is put aside',
      async () =>
        (await rows(`select 1 from act where channel_id = '${channel}' and done_at is not null`)).length === 1,
    );
    await slack.delivery.command(ana, channel, 'an unlucky door --model quick');

    const root = await people.root(channel, 'an unlucky door');
    await people.clip(channel, root.ts);
    await until('the final card', async () => slack.messages(channel).some((one) => textOf(one).includes('Open ·')));
    expect(await people.lines(channel)).toHaveLength(1);
  });

  it('keeps every invariant', async () => {
    expect(await checkInvariants(database.url, { settled: false })).toEqual([]);
  });
});
