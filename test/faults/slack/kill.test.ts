import { describe, expect, it } from 'vitest';
import { checkInvariants } from '../../support/invariants.ts';
import { textOf } from '../../support/slack-app.ts';
import { withSlackProcesses } from '../../support/slack-processes.ts';
import { until } from '../../support/until.ts';

const SCENE = 'a lamp that goes out in the middle of a sentence';

describe.each(['http', 'socket'] as const)('kill -9 between a post and its mark, over %s', (transport) => {
  const { database, rig } = withSlackProcesses(transport);

  it('posts the root, the card and the clip once each', { timeout: 240_000 }, async () => {
    const { slack, start, freeLeases } = rig;
    let app = await start('slack,worker');
    const killDuring = (method: string) =>
      new Promise<void>((done) => {
        slack.fail(method, { kind: 'silence', afterwards: () => void app.kill().then(done) });
      });
    const revive = async () => {
      await freeLeases();
      app = await start('slack,worker');
    };
    const ana = slack.person('ana').id;
    const channel = slack.channel('killed').id;

    const rootDied = killDuring('chat.postMessage');
    await slack.delivery.command(ana, channel, `${SCENE} --seconds 1 --size 320x180`);
    await rootDied;
    const cardDied = killDuring('chat.postMessage');
    await revive();
    await cardDied;
    const clipDied = killDuring('files.completeUploadExternal');
    await revive();
    await clipDied;
    await revive();

    const shown = () => slack.messages(channel);
    await until('the card says that it is there', async () => shown().find((one) => textOf(one).includes('Open ·')));
    expect(shown().filter(({ thread_ts }) => thread_ts === null)).toHaveLength(1);
    expect(shown().filter(({ files }) => files.length > 0)).toHaveLength(1);
    expect(shown().filter((one) => one.thread_ts !== null && textOf(one).includes('Asked by'))).toHaveLength(1);
    expect(await checkInvariants(database.url, { settled: false })).toEqual([]);
  });
});
