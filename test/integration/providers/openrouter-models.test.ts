import { fileURLToPath } from 'node:url';
import { LLMock } from '@copilotkit/aimock';
import { afterEach, describe, expect, it } from 'vitest';
import { loadModels } from '../../../src/adapters/models/load-models.ts';
import { readConfig } from '../../../src/app/config.ts';
import { offeredModels } from '../../../src/app/offered-models.ts';
import { quote } from '../../../src/core/model/quote.ts';
import { type Loopback, startLoopback } from '../../support/provider-servers/loopback.ts';

const AT = new Date('2026-11-21T12:00:00Z');
const models = await loadModels({
  builtInFile: fileURLToPath(new URL('../../../models/catalog.json', import.meta.url)),
  teamFile: null,
});
const offer = (id: string, pricing_skus: object | null) => ({
  id,
  name: `The ${id}`,
  supported_durations: [8, 4],
  supported_resolutions: ['720p', '1080p'],
  supported_aspect_ratios: ['16:9', '9:16', '21:9'],
  supported_frame_images: ['first_frame'],
  generate_audio: true,
  seed: null,
  pricing_skus,
});

describe('what OpenRouter offers', () => {
  let server: Loopback;
  const warnings: string[] = [];
  afterEach(() => server.close());

  async function offered(status: number, body: object) {
    server = await startLoopback((exchange) =>
      exchange.path === '/api/v1/videos/models' ? exchange.json(status, body) : exchange.json(404, {}),
    );
    return read(`${server.url}/api/v1`);
  }

  function read(url: string) {
    const { providers } = readConfig({
      OPENAI_VIDEO_BASE_URL: url,
      OPENAI_VIDEO_DIALECT: 'openrouter',
      OPENAI_VIDEO_API_KEY: 'sk-or-test',
      PREVIZ_DATA: '/nowhere',
    });
    return offeredModels(models, providers, { at: AT, log: { warn: (_, message) => void warnings.push(message) } });
  }

  const priceOf = (found: Awaited<ReturnType<typeof read>>, name: string, height: number) => {
    const model = found.get(name);
    if (model === undefined) throw new Error(`no ${name}`);
    return quote(model, { seconds: 4, width: (height * 16) / 9, height, audio: true }, AT);
  };

  it('is in the catalogue under its own name with its price per second by resolution', async () => {
    const skus = { 'per-video-second': '0.0505', 'per-video-second-1080p': '0.0000001' };
    const found = await offered(200, { data: [offer('acme/Film-1', skus)] });

    expect(found.get('acme-film-1')).toMatchObject({
      vendorModel: 'acme/Film-1',
      provider: 'openai',
      seconds: { kind: 'list', values: [4, 8] },
      ratios: ['16:9', '9:16'],
      references: ['first'],
      prices: [
        { perSecondMicros: 50_500n, minLines: 0, readOn: '2026-11-21' },
        { perSecondMicros: 1n, minLines: 1080, readOn: '2026-11-21' },
      ],
    });
    expect(priceOf(found, 'acme-film-1', 720)).toEqual({ kind: 'priced', micros: 202_000n });
  });

  it.each([
    ['none is told', null],
    ['one is zero', { 'per-video-second': '0' }],
    ['one can’t be read', { 'per-video-second': '0.05', 'per-megapixel-token': '0.01' }],
  ])('holds the list price where %s, and never nothing', async (_, skus) => {
    const found = await offered(200, { data: [offer('google/veo-3.1', skus), offer('acme/new', skus)] });

    expect(priceOf(found, 'google-veo-3.1', 720)).toEqual({ kind: 'priced', micros: 1_600_000n });
    expect(priceOf(found, 'acme-new', 720)).toEqual({ kind: 'unpriced' });
  });

  it('adds nothing where it doesn’t answer, or answers what can’t be read', async () => {
    const broken = await offered(500, {});
    await server.close();
    const odd = await offered(200, { data: [{ id: 'x' }, 7] });

    expect([...broken.keys()]).toEqual([...models.keys()]);
    expect([...odd.keys()]).toEqual([...models.keys()]);
    expect(warnings).toHaveLength(1);
  });

  it('reads what aimock says that it offers', async () => {
    const mock = new LLMock({ port: 0 });
    mock.onVideo(/cabin/, { video: { id: 'vid', status: 'completed' } });
    server = await startLoopback((exchange) => exchange.json(404, {}));
    await mock.start();

    const found = await read(`${mock.url}/api/v1`);
    await mock.stop();

    expect([...models.keys()].every((name) => found.has(name))).toBe(true);
    expect(warnings).toHaveLength(1);
  });
});
