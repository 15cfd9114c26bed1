import { LLMock } from '@copilotkit/aimock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeOpenaiModerator } from '../../src/adapters/moderation/openai-moderator.ts';
import { DIALECTS } from '../../src/adapters/providers/openai-videos/dialects.ts';
import { makeOpenaiVideos } from '../../src/adapters/providers/openai-videos/provider.ts';
import { attemptId } from '../../src/core/ids.ts';
import { type Loopback, startLoopback } from '../support/provider-servers/loopback.ts';
import { sendClip } from '../support/provider-servers/send-clip.ts';
import { SAMPLE_REQUEST } from '../support/sample-request.ts';
import { tinyClip } from '../support/tiny-clip.ts';

/** Somebody else's idea of OpenAI's endpoints: what both agree on is not only ours. */
describe('against aimock', () => {
  let mock: LLMock;
  let shelf: Loopback;
  const report = { warn: () => {} };

  beforeEach(async () => {
    mock = new LLMock({ port: 0 });
    await mock.start();
    shelf = await startLoopback(async (exchange) => sendClip(exchange, await tinyClip(1), null));
  });
  afterEach(async () => {
    await mock.stop();
    await shelf.close();
  });

  const videos = (baseUrl: string, dialect: 'openai' | 'litellm' | 'openrouter') =>
    makeOpenaiVideos({ baseUrl, apiKey: 'sk-test', dialect: DIALECTS[dialect], modelOf: (name) => name, report });

  const render = async (provider: ReturnType<typeof videos>) => {
    const request = { ...SAMPLE_REQUEST, seconds: 4 };
    const { jobId } = await provider.submit(request, attemptId('a-1'));
    const job = { jobId, clientRef: attemptId('a-1'), request };
    for (let looks = 0; looks < 10; looks += 1) {
      const status = await provider.poll(job);
      if (status.kind === 'pending') continue;
      if (status.kind !== 'succeeded') return status;
      const pieces: Uint8Array[] = [];
      for await (const piece of await provider.open(job)) pieces.push(piece);
      return { ...status, bytes: Buffer.concat(pieces) };
    }
    throw new Error('it never ended');
  };

  it.each(['openai', 'litellm'] as const)('renders a clip by a form and by JSON: %s', async (dialect) => {
    mock.onVideo(/cabin/, { video: { id: 'vid-1', status: 'completed', url: `${shelf.url}/clip.mp4` } });

    const done = await render(videos(`${mock.url}/v1`, dialect));

    expect(done).toMatchObject({ kind: 'succeeded', billing: { kind: 'as-quoted' } });
    expect('bytes' in done && done.bytes.equals(await tinyClip(1))).toBe(true);
  });

  it('says that a failed job failed', async () => {
    mock.onVideo(/cabin/, { video: { id: 'vid-2', status: 'failed', error: 'out of memory' } });

    expect(await render(videos(`${mock.url}/v1`, 'openai'))).toMatchObject({
      kind: 'failed',
      failure: 'provider_failed',
    });
  });

  it('settles what OpenRouter says that it cost', async () => {
    const b64 = Buffer.from(await tinyClip(1)).toString('base64');
    mock.onVideo(/cabin/, { video: { id: 'vid-3', status: 'completed', b64, cost: 0.4321 } });

    const done = await render(videos(`${mock.url}/api/v1`, 'openrouter'));

    expect(done).toMatchObject({ kind: 'succeeded', billing: { kind: 'billed', micros: 432_100n } });
    expect('bytes' in done && done.bytes.equals(await tinyClip(1))).toBe(true);
  });

  it('reads its moderation', async () => {
    const moderator = makeOpenaiModerator({ apiKey: 'sk-test', baseUrl: `${mock.url}/v1`, report });

    expect((await moderator.judge({ text: 'a cabin at dusk', pictures: [] })).kind).toBe('judged');
  });
});
