import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disconnect, makePrisma } from '../../../src/adapters/db/client.ts';
import { makeSlackEdits } from '../../../src/adapters/db/slack-edits.ts';
import { makeCall } from '../../../src/adapters/slack/calls.ts';
import { makePace } from '../../../src/adapters/slack/pace.ts';
import { METHODS, type SlackMethod } from '../../../src/adapters/slack/subscriptions.ts';
import { TransientError } from '../../../src/core/errors.ts';
import { workspaceId } from '../../../src/core/ids.ts';
import { withDatabase } from '../../support/database.ts';
import { type SlackServer, startSlackServer } from '../../support/slack-server/slack-server.ts';
import { until } from '../../support/until.ts';

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

describe('the own pace of each method', () => {
  let now = 0;
  const take = async (pace: ReturnType<typeof makePace>, method: SlackMethod, channel = 'C1', workspace = 'T1') => {
    try {
      await pace.take(workspace, method, channel);
      return 0;
    } catch (error) {
      return error instanceof TransientError ? error.retryAfterMs : null;
    }
  };
  const open = () => makePace({ now: () => new Date(now) });

  // https://docs.slack.dev/apis/web-api/rate-limits and each method's page; edits have less, on purpose.
  const PER_MINUTE: Readonly<Record<string, readonly SlackMethod[]>> = {
    20: ['users.list'],
    40: ['chat.update'],
    50: [
      ...(['conversations.info', 'conversations.history', 'conversations.replies', 'files.delete'] as const),
      ...(['reactions.add', 'reactions.get', 'users.conversations'] as const),
    ],
    100: [
      ...(['chat.postEphemeral', 'chat.getPermalink', 'conversations.members', 'files.info', 'users.info'] as const),
      ...(['files.getUploadURLExternal', 'files.completeUploadExternal'] as const),
      ...(['views.open', 'views.publish', 'views.update'] as const),
    ],
  };
  const table = Object.entries(PER_MINUTE).flatMap(([most, methods]) => methods.map((name) => [name, +most] as const));

  it('names every method that is called', () => {
    const named = [...table.map(([method]) => method), 'chat.postMessage'];
    expect(named.sort()).toEqual(Object.keys(METHODS).sort());
  });

  it.each(table)('sends %s never more than its %i times in any minute, and not much less', async (method, most) => {
    const pace = open();
    const sent: number[] = [];
    // Whoever comes back when told is let in; for a quarter of an hour somebody always wants to.
    for (const end = now + 15 * 60_000; now <= end; ) {
      const waitMs = await take(pace, method);
      if (waitMs === 0) sent.push(now);
      else now += waitMs ?? 0;
    }

    const inMinuteFrom = (begin: number) => sent.filter((at) => at >= begin && at < begin + 60_000).length;
    expect(Math.max(...sent.map(inMinuteFrom))).toBeLessThanOrEqual(most);
    expect(sent.length).toBeGreaterThan(15 * most * 0.35);
    expect(inMinuteFrom(sent[0] ?? 0)).toBeGreaterThan(most * 0.8);
  });

  it('lets eight posts go at once in a channel, and then one a second', async () => {
    const pace = open();
    const waits = await Promise.all(Array.from({ length: 9 }, () => take(pace, 'chat.postMessage')));

    expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1_000]);
  });

  it('tells those who have to wait one turn after the other', async () => {
    const pace = open();
    for (let n = 0; n < 25; n += 1) await take(pace, 'reactions.get');

    const waits = [];
    for (let n = 0; n < 4; n += 1) waits.push(await take(pace, 'reactions.get'));

    expect(waits).toEqual([3_000, 6_000, 9_000, 12_000]);
  });

  it('counts posts by channel, all else by workspace', async () => {
    const pace = open();
    for (let n = 0; n < 60; n += 1) await Promise.all([take(pace, 'chat.postMessage'), take(pace, 'reactions.add')]);

    expect(await take(pace, 'chat.postMessage')).toBeGreaterThan(0);
    expect(await take(pace, 'chat.postMessage', 'C2')).toBe(0);
    expect(await take(pace, 'reactions.add', 'C2')).toBeGreaterThan(0);
    expect(await take(pace, 'reactions.add', 'C1', 'T2')).toBe(0);
  });
});

describe('the budget of edits in a workspace', () => {
  const database = withDatabase();
  const opened: ReturnType<typeof makePrisma>[] = [];
  afterAll(async () => {
    for (const prisma of opened) await disconnect(prisma);
  });

  /** As each process has its own. */
  const open = () => {
    const prisma = makePrisma(database.url, () => {});
    opened.push(prisma);
    return makeSlackEdits(prisma);
  };
  const SLOW = { burst: 20, perSecond: 0.000_1 };

  it('is one for all processes', async () => {
    const workers = [open(), open(), open()];

    const waits = await Promise.all(
      Array.from({ length: 60 }, (_, n) => workers[n % 3]?.take('T1', SLOW) ?? Promise.reject()),
    );

    expect(waits.filter((ms) => ms === 0)).toHaveLength(20);
    // The next is there in 10,000 s.
    expect(Math.min(...waits.filter((ms) => ms > 0))).toBeGreaterThan(9_000_000);
    expect(await workers[0]?.take('T2', SLOW)).toBe(0);
  });

  it('is closed for all of them by what one was told', async () => {
    const [one, other] = [open(), open()];
    await one.close('T3', 3_600_000);

    const waitMs = await other.take('T3', { burst: 20, perSecond: 1_000 });

    expect(waitMs).toBeGreaterThan(3_000_000);
    expect(waitMs).toBeLessThanOrEqual(3_600_000);
  });

  it('fills up again, and not above the brim', async () => {
    const worker = open();
    const slow = () => worker.take('T4', { burst: 3, perSecond: 1e-9 });
    expect([await slow(), await slow(), await slow()]).toEqual([0, 0, 0]);
    expect(await slow()).toBeGreaterThan(0);
    await until('it is full', async () => (await worker.take('T4', { burst: 3, perSecond: 1e6 })) === 0);

    const emptied = await Promise.all(Array.from({ length: 6 }, slow));

    expect(emptied.filter((ms) => ms === 0)).toHaveLength(2);
  });
});
