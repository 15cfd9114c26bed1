import { describe, expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { textOf } from '../../support/slack-app.ts';
import { withSlackProcesses } from '../../support/slack-processes.ts';
import { until } from '../../support/until.ts';

describe.each(['http', 'socket'] as const)('two processes over %s', (transport) => {
  const { database, rig } = withSlackProcesses(transport);

  it('takes the command in one that only listens, and renders and posts in one that only works', async () => {
    const { slack } = rig;
    const ana = slack.person('ana').id;
    const channel = slack.channel('apart').id;
    const scene = 'a ferry that two crews sail';

    await rig.start('slack');
    const heard = await slack.delivery.command(ana, channel, `${scene} --seconds 1 --size 320x180`);
    expect(heard.status).toBe(200);
    const counts = await withConnection(database.url, async (client) => {
      const found = await client.query(
        'select (select count(*) from act)::int acts, (select count(*) from take)::int takes',
      );
      return found.rows[0];
    });
    expect(counts).toEqual({ acts: 1, takes: 0 });
    await rig.start('worker');

    await until('the clip', async () => slack.messages(channel).find(({ files }) => files.length > 0));
    const shown = slack.messages(channel);
    expect(shown.filter(({ files }) => files.length > 0)).toHaveLength(1);
    expect(shown.filter((one) => one.thread_ts === null && textOf(one).includes(scene))).toHaveLength(1);
  });
});
