import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

export const SECRET = 'bench-signing-secret';

const agent = new Agent({ keepAlive: true, maxSockets: 200 });

/** One signed delivery; resolves to milliseconds from sending to the whole answer. */
export function deliver(
  url: string,
  body: string,
  type: string,
): Promise<{ readonly ms: number; readonly status: number }> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = `v0=${createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const began = performance.now();
  return new Promise((done, fail) => {
    const sent = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': type,
          'content-length': Buffer.byteLength(body),
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': signature,
        },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => done({ ms: performance.now() - began, status: answer.statusCode ?? 0 }));
      },
    );
    sent.on('error', fail);
    sent.end(body);
  });
}

export const commandBody = (text: string): string =>
  new URLSearchParams({
    ...{ token: 'x', team_id: 'T0STUDIO', team_domain: 'studio', channel_id: 'C1', channel_name: 'lab' },
    ...{ user_id: 'U1', user_name: 'ana', command: '/previz', text, api_app_id: 'A1', is_enterprise_install: 'false' },
    response_url: 'http://127.0.0.1:1/',
    trigger_id: randomUUID(),
  }).toString();

/** So many a second for so long, whether or not the answers keep up. */
export async function atRate(
  perSecond: number,
  seconds: number,
  one: () => Promise<{ ms: number; status: number }>,
): Promise<number[]> {
  const samples: number[] = [];
  const open: Promise<void>[] = [];
  const began = performance.now();
  for (let sent = 0; sent < perSecond * seconds; sent += 1) {
    const due = began + (sent * 1_000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    open.push(
      one().then(({ ms, status }) => {
        if (status !== 200) throw new Error(`answered ${status}`);
        samples.push(ms);
      }),
    );
  }
  await Promise.all(open);
  return samples;
}
