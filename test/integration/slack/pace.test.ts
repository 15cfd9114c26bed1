import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCall } from '../../../src/adapters/slack/calls.ts';
import { makePace } from '../../../src/adapters/slack/pace.ts';
import { METHODS, type SlackMethod } from '../../../src/adapters/slack/subscriptions.ts';
import { workspaceId } from '../../../src/core/ids.ts';
import { type SlackServer, startSlackServer } from '../../support/slack-server/slack-server.ts';

const WORKSPACE = workspaceId('T0STUDIO');

describe('the pace of calls', () => {
  let slack: SlackServer;
  let now = Date.now();
  const clock = { now: () => new Date(now) };

  beforeAll(async () => {
    slack = await startSlackServer();
  });
  afterAll(() => slack.stop());

  const open = () =>
    makeCall({
      ...{ apiUrl: slack.apiUrl, logger: undefined, pace: makePace(clock) },
      tokens: { botToken: async () => 'xoxb-test' },
    });
  /** What came of it: the server knows neither channel nor file, which is no matter here. */
  const answer = (called: Promise<unknown>) => called.catch((error: unknown) => error);
  const arrived = (method: string) => slack.calls.filter((call) => call.method === method).length;

  it.each(Object.keys(METHODS) as SlackMethod[])('sends no %s before the time that Slack named', async (method) => {
    const call = open();
    const [here, there] = [{ channel: 'C1' }, { channel: 'C2' }];
    const before = arrived(method);
    slack.fail(method, { kind: 'rate-limit', retryAfterSeconds: 7 });

    expect(await answer(call(WORKSPACE, method, here))).toMatchObject({ code: 'ratelimited', retryAfterMs: 7_000 });
    now += 6_999;
    expect(await answer(call(WORKSPACE, method, here))).toMatchObject({ code: 'paced', retryAfterMs: 1 });
    // Another workspace has buckets of its own, and posts have one for each channel.
    expect(await answer(call(workspaceId('T0OTHER'), method, here))).not.toMatchObject({ code: 'paced' });
    const elsewhere = await answer(call(WORKSPACE, method, there));
    if (method !== 'chat.postMessage') expect(elsewhere).toMatchObject({ code: 'paced' });
    else expect(elsewhere).not.toMatchObject({ code: 'paced' });
    now += 1;
    expect(await answer(call(WORKSPACE, method, here))).not.toMatchObject({ code: 'paced' });

    expect(arrived(method) - before).toBe(method === 'chat.postMessage' ? 4 : 3);
  });
});
