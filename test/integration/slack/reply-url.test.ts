import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Call } from '../../../src/adapters/slack/calls.ts';
import { replyPrivately } from '../../../src/adapters/slack/reply.ts';
import { channelId, outboxId, personId, workspaceId } from '../../../src/core/ids.ts';
import { type Loopback, startLoopback } from '../../support/provider-servers/loopback.ts';

const PLACE = { platform: 'slack', workspace: workspaceId('T1'), channel: channelId('C1'), thread: null } as const;

let elsewhere: Loopback;
let came = 0;
beforeAll(async () => {
  elsewhere = await startLoopback(({ response }) => {
    came += 1;
    response.end('ok');
  });
});
afterAll(() => elsewhere.close());

/** What is called and asked when an answer goes out whose act came with this url. */
async function answerTo(url: string, apiUrl: string | null) {
  const called: string[] = [];
  const call = (async (_, method) => {
    called.push(method);
    return { channel: 'D1', ts: '1.1' };
  }) as Call;
  const posts = { findReply: async () => url, sent: async () => {} } as unknown as Parameters<
    typeof replyPrivately
  >[0]['posts'];
  const content = { text: 'yours alone', blocks: [] };
  came = 0;
  await replyPrivately({ call, posts, apiUrl }, PLACE, { person: personId('U1'), key: outboxId('answer-1'), content });
  return { called, came };
}

it('answers through the url that came with an act where it is the api’s host', async () => {
  expect(await answerTo(`${elsewhere.url}/reply`, elsewhere.url)).toEqual({ called: [], came: 1 });
});

it.each([
  ['another host than the api’s', 'http://127.0.0.1:1/api/'],
  ['none of Slack’s', null],
])('sends nothing to a url of %s, and answers in the direct messages', async (_, apiUrl) => {
  expect(await answerTo(`${elsewhere.url}/reply`, apiUrl)).toEqual({ called: ['chat.postMessage'], came: 0 });
});
