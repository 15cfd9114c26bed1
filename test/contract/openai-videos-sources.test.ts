import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DIALECTS } from '../../src/adapters/providers/openai-videos/dialects.ts';
import { makeOpenaiVideos } from '../../src/adapters/providers/openai-videos/provider.ts';
import { attemptId } from '../../src/core/ids.ts';
import type { ReferenceInput } from '../../src/core/ports/video-provider.ts';
import { SOURCE_ACTS, type TakeSource } from '../../src/core/take/source.ts';
import { checkInvariants } from '../support/invariants.ts';
import { type ProviderRig, withProviderRig } from '../support/provider-rig.ts';
import { startVideosServer, type VideosServer } from '../support/provider-servers/videos-server.ts';
import { SAMPLE_REQUEST } from '../support/sample-request.ts';
import { tinyClip } from '../support/tiny-clip.ts';

const PER_SECOND = 100_000n;
const SECONDS = 4;
const WISH = {
  provider: 'openai',
  model: 'sora-2',
  estimate: PER_SECOND * BigInt(SECONDS),
  params: { seconds: SECONDS },
} as const;
const PATHS = {
  remix: /^\/v1\/videos\/[^/]+\/remix$/,
  edit: /^\/v1\/videos\/edits$/,
  extend: /^\/v1\/videos\/extensions$/,
} as const;

describe('a take that starts from a clip of its provider', () => {
  const rig = withProviderRig();
  let server: VideosServer;
  afterEach(() => server.close());

  async function start(keepsFiles = true) {
    let now = () => new Date();
    server = await startVideosServer({
      clip: tinyClip,
      perSecondMicros: PER_SECOND,
      now: () => now(),
      keepsFiles,
    });
    const provider = makeOpenaiVideos({
      baseUrl: server.baseUrl,
      apiKey: 'sk-test',
      dialect: DIALECTS.openai,
      modelOf: (name) => name,
      report: { warn: () => {} },
      timeoutMs: 400,
    });
    const studio = await rig({ providers: new Map([['openai', provider]]) });
    now = studio.now;
    return { studio, provider };
  }

  async function parentOf(studio: ProviderRig): Promise<Omit<TakeSource, 'act'>> {
    const [parent] = await studio.order({ ...WISH, prompt: 'a cabin' });
    if (parent === undefined) throw new Error('no take');
    await studio.runUntil(parent.id, ['delivered']);
    const jobId = await studio.studio.show.jobOf(studio.place.workspace, parent.id);
    return { take: parent.id, jobId: jobId ?? '', seconds: SECONDS };
  }

  const posts = () => server.heard.filter(({ method }) => method === 'POST').map(({ path }) => path);

  it.each(SOURCE_ACTS)('posts once, where that is done, and settles as billed: %s', async (act) => {
    const { studio } = await start();
    const from = await parentOf(studio);
    const [take] = await studio.order({
      ...WISH,
      prompt: `${act} it`,
      params: { ...WISH.params, source: { act, ...from } },
    });
    if (take === undefined) throw new Error('no take');

    await studio.runUntil(take.id, ['delivered']);

    expect(posts()).toHaveLength(2);
    expect(posts().at(-1)).toMatch(PATHS[act]);
    expect(server.accepted.at(-1)?.body['remixed_from_video_id']).toBe(from.jobId);
    expect((await studio.stateOf(take.id)).cost).toBe(WISH.estimate);
    expect(await checkInvariants(studio.url)).toEqual([]);
  });

  it.each(SOURCE_ACTS)('never posts again after a lost answer, and finds its job: %s', async (act) => {
    const { studio } = await start();
    const from = await parentOf(studio);
    server.faults.create('502-after');
    const [take] = await studio.order({
      ...WISH,
      prompt: `${act} it`,
      params: { ...WISH.params, source: { act, ...from } },
    });
    if (take === undefined) throw new Error('no take');

    await studio.runUntil(take.id, ['unknown']);
    await studio.runUntil(take.id, ['delivered']);

    expect(posts()).toHaveLength(2);
    expect(server.bill()).toBe(2n * WISH.estimate);
    expect((await studio.stateOf(take.id)).cost).toBe(WISH.estimate);
    const accepted = server.accepted.map(({ clientRef }) => clientRef);
    expect(await checkInvariants(studio.url, { accepted })).toEqual([]);
  });

  it('ends once, with nothing to pay, where the provider has that clip no longer', async () => {
    const { studio } = await start();
    const from = await parentOf(studio);
    const source = { act: 'remix', ...from, jobId: 'video_gone' } as const;
    const [take] = await studio.order({ ...WISH, params: { ...WISH.params, source } });
    if (take === undefined) throw new Error('no take');

    await studio.runUntil(take.id, ['failed']);

    expect(await studio.stateOf(take.id)).toMatchObject({ failure: 'source_gone', cost: 0n });
    expect(posts()).toHaveLength(2);
  });

  const kept = async (name: string, mime: string, role: ReferenceInput['role'], bytes: Uint8Array) => {
    const path = join(tmpdir(), `previz-${process.pid}-${name}`);
    await writeFile(path, bytes);
    return { role, sha256: name, mime, path } as const;
  };

  it('uploads a picture once and names it by its id in every take after that', async () => {
    const { provider } = await start();
    const picture = await kept('a.png', 'image/png', 'first', new Uint8Array(64));
    const request = { ...SAMPLE_REQUEST, references: [picture] };

    for (const ref of ['a-1', 'a-2', 'a-3']) await provider.submit(request, attemptId(ref));

    expect(server.uploads).toHaveLength(1);
    expect(server.accepted.map(({ body }) => body['input_reference'])).toEqual(
      Array.from({ length: 3 }, () => ({ file_id: server.uploads[0]?.id })),
    );
  });

  it('sends the picture with the form where the server keeps no files', async () => {
    const { provider } = await start(false);
    const picture = await kept('b.png', 'image/png', 'first', new Uint8Array(64));

    await provider.submit({ ...SAMPLE_REQUEST, references: [picture] }, attemptId('a-1'));
    await provider.submit({ ...SAMPLE_REQUEST, references: [picture] }, attemptId('a-2'));

    expect(posts()).toEqual(['/v1/files', '/v1/videos', '/v1/videos']);
    expect(server.accepted.map(({ body }) => body['input_reference'])).toEqual(
      Array.from({ length: 2 }, () => ({ bytes: 64, mime: 'image/png' })),
    );
  });

  it('makes a character of a clip once, and names it in every take that it plays in', async () => {
    const { provider } = await start();
    const clip = await kept('c.mp4', 'video/mp4', 'character', await tinyClip(1));
    const request = { ...SAMPLE_REQUEST, references: [clip] };

    await provider.submit(request, attemptId('a-1'));
    await provider.submit(request, attemptId('a-2'));

    expect(server.uploads.map(({ kind, body }) => [kind, body['name']])).toEqual([['char', 'Character']]);
    expect(server.accepted.map(({ body }) => body['characters'])).toEqual([
      [{ id: server.uploads[0]?.id }],
      [{ id: server.uploads[0]?.id }],
    ]);
  });
});
