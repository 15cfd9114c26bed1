import { fileURLToPath } from 'node:url';
import OpenAI from 'openai';
import { afterEach, expect, it } from 'vitest';
import { loadModels } from '../../src/adapters/models/load-models.ts';
import { makeOpenaiModerator } from '../../src/adapters/moderation/openai-moderator.ts';
import { DIALECTS } from '../../src/adapters/providers/openai-videos/dialects.ts';
import { makeOpenaiVideos } from '../../src/adapters/providers/openai-videos/provider.ts';
import { drawStills } from '../../src/adapters/providers/storyboard/draw-stills.ts';
import { attemptId } from '../../src/core/ids.ts';
import { SOURCE_ACTS } from '../../src/core/take/source.ts';
import { describeWithOpenapi } from '../support/openapi.ts';
import { startImagesServer } from '../support/provider-servers/images-server.ts';
import { startVideosServer } from '../support/provider-servers/videos-server.ts';
import { SAMPLE_REQUEST } from '../support/sample-request.ts';
import { tinyClip } from '../support/tiny-clip.ts';

const builtInFile = fileURLToPath(new URL('../../models/catalog.json', import.meta.url));

describeWithOpenapi('against OpenAI’s published description', (description) => {
  let close: () => Promise<void> = async () => {};
  afterEach(() => close());

  it('calls what is there', () => {
    const spec = description();
    const calls = [
      ['/videos', 'post'],
      ['/videos', 'get'],
      ['/videos/{video_id}', 'get'],
      ['/videos/{video_id}', 'delete'],
      ['/videos/{video_id}/content', 'get'],
      ['/videos/{video_id}/remix', 'post'],
      ['/videos/edits', 'post'],
      ['/videos/extensions', 'post'],
      ['/videos/characters', 'post'],
      ['/images/generations', 'post'],
      ['/moderations', 'post'],
    ] as const;
    expect(calls.filter(([path, method]) => !spec.has(path, method))).toEqual([]);
  });

  it('sends forms that fit for every length and size of the catalogue, and reads answers that fit', async () => {
    const server = await startVideosServer({ clip: tinyClip, perSecondMicros: 0n });
    close = () => server.close();
    const provider = makeOpenaiVideos({
      baseUrl: server.baseUrl,
      apiKey: 'sk-test',
      dialect: DIALECTS.openai,
      modelOf: (name) => name,
      report: { warn: () => {} },
    });
    const models = await loadModels({ builtInFile, teamFile: null });
    for (const name of ['sora-2', 'sora-2-pro']) {
      const model = models.get(name);
      if (model?.seconds.kind !== 'list' || model.sizes.kind !== 'list') throw new Error(`no ${name}`);
      for (const seconds of model.seconds.values)
        for (const size of model.sizes.values)
          await provider.submit({ ...SAMPLE_REQUEST, model: name, seconds, ...size }, attemptId('a-1'));
    }

    const spec = description();
    expect(server.accepted.length).toBe(3 * 2 + 3 * 4);
    for (const { body } of server.accepted)
      expect(spec.problems('CreateVideoMultipartBody', body, 'known-only')).toEqual([]);
    const [first] = server.accepted;
    const answer = await fetch(`${server.baseUrl}/videos/${first?.id}`).then((response) => response.json());
    expect(spec.problems('VideoResource', answer, 'any')).toEqual([]);
    const list = await fetch(`${server.baseUrl}/videos`).then((response) => response.json());
    expect(spec.problems('VideoListResource', list, 'any')).toEqual([]);
  });

  it('starts from an earlier clip, uploads a picture and makes a character in words that fit', async () => {
    const server = await startVideosServer({ clip: tinyClip, perSecondMicros: 0n, keepsFiles: true });
    close = () => server.close();
    const provider = makeOpenaiVideos({
      baseUrl: server.baseUrl,
      apiKey: 'sk-test',
      dialect: DIALECTS.openai,
      modelOf: (name) => name,
      report: { warn: () => {} },
    });
    const { jobId } = await provider.submit(SAMPLE_REQUEST, attemptId('a-1'));
    const job = { jobId, clientRef: attemptId('a-1'), request: SAMPLE_REQUEST };
    while ((await provider.poll(job)).kind === 'pending');
    const path = fileURLToPath(import.meta.url);
    const picture = { role: 'first', sha256: 'p', mime: 'image/png', path } as const;
    const clip = { role: 'character', sha256: 'c', mime: 'video/mp4', path } as const;

    for (const act of SOURCE_ACTS)
      await provider.submit({ ...SAMPLE_REQUEST, source: { act, jobId } }, attemptId(`a-${act}`));
    await provider.submit({ ...SAMPLE_REQUEST, references: [picture] }, attemptId('a-2'));
    await provider.submit({ ...SAMPLE_REQUEST, references: [clip] }, attemptId('a-3'));

    const spec = description();
    const [, remix, edit, extend, withPicture] = server.accepted;
    expect(spec.problems('CreateVideoRemixBody', remix?.sent, 'known-only')).toEqual([]);
    expect(spec.problems('CreateVideoEditJsonBody', edit?.sent, 'known-only')).toEqual([]);
    expect(spec.problems('CreateVideoExtendJsonBody', extend?.sent, 'known-only')).toEqual([]);
    expect(spec.problems('CreateVideoJsonBody', withPicture?.sent, 'known-only')).toEqual([]);
    expect(server.uploads.map(({ kind, body }) => [kind, Object.keys(body).toSorted()])).toEqual([
      ['file', ['file', 'purpose']],
      ['char', ['name', 'video']],
    ]);
  });

  it('asks for stills and for moderation in words that fit', async () => {
    const server = await startImagesServer();
    close = () => server.close();
    const client = new OpenAI({ apiKey: 'sk-test', baseURL: server.baseUrl, maxRetries: 0 });
    const model = (await loadModels({ builtInFile, teamFile: null })).get('storyboard');
    if (model === undefined) throw new Error('no storyboard');

    const drawn = await drawStills(client, { ...SAMPLE_REQUEST, seconds: 5 }, { model, clientRef: attemptId('a-1') });
    const judged = await makeOpenaiModerator({
      apiKey: 'sk-test',
      baseUrl: server.baseUrl,
      report: { warn: () => {} },
    }).judge({
      text: 'a cabin',
      pictures: [],
    });

    expect(drawn.pictures).toHaveLength(3);
    expect(judged).toEqual({ kind: 'judged', flags: [] });
    const [sent] = server.accepted;
    expect(description().problems('CreateImageRequest', sent?.body, 'known-only')).toEqual([]);
  });
});
