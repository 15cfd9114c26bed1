import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModels } from '../../../src/adapters/models/load-models.ts';
import { toCall } from '../../../src/adapters/providers/runway/to-body.ts';
import type { Model } from '../../../src/core/model/model.ts';
import type { ReferenceInput } from '../../../src/core/ports/video-provider.ts';
import { SAMPLE_REQUEST } from '../../support/sample-request.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const models = await loadModels({ builtInFile: join(root, 'models/catalog.json'), teamFile: null });
const carried = [...models.values()].filter(({ provider }) => provider === 'runway');

describe('what Runway is sent', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'previz-bodies-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has the types of its SDK, for every model of the catalogue, size, length and place of a picture', async () => {
    const sdk = join(root, 'node_modules/@runwayml/sdk/resources');
    const path = join(folder, 'picture.png');
    await writeFile(path, 'a picture');
    const lines = [
      `import type { ImageToVideoCreateParams } from ${JSON.stringify(`${sdk}/image-to-video.js`)};`,
      `import type { TextToVideoCreateParams } from ${JSON.stringify(`${sdk}/text-to-video.js`)};`,
    ];
    for (const model of carried)
      for (const { width, height } of sizesOf(model))
        for (const seconds of lengthsOf(model))
          for (const references of picturesOf(model, path)) {
            const request = { ...SAMPLE_REQUEST, model: model.name, width, height, seconds, references };
            const call = await toCall(request, model);
            const type = call.path === '/v1/text_to_video' ? 'TextToVideoCreateParams' : 'ImageToVideoCreateParams';
            lines.push(`export const call${lines.length}: ${type} = ${JSON.stringify(call.body)};`);
          }
    const file = join(folder, 'bodies.ts');
    await writeFile(file, lines.join('\n'));

    const options = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--types',
      '',
      '--module',
      'nodenext',
      '--target',
      'esnext',
    ];
    const told = spawnSync(process.execPath, [tsc(), ...options, file], { cwd: folder, encoding: 'utf8' });

    expect(lines.length).toBeGreaterThan(100);
    expect(`${told.stdout}${told.stderr}`).toBe('');
    expect(told.status).toBe(0);
  }, 60_000);

  it.each([
    [1280, 720, 'auto_720p'],
    [480, 832, 'auto_480p'],
    [960, 960, 'auto_720p'],
    [1080, 1920, 'auto_1080p'],
  ])('leaves the shape to the picture where Wan starts from one: %i by %i', async (width, height, ratio) => {
    const model = models.get('wan3');
    if (model === undefined) throw new Error('no wan3');
    const path = join(folder, 'frame.png');
    await writeFile(path, 'a picture');
    const references = [{ role: 'first', sha256: 'f'.repeat(64), mime: 'image/png', path }] as const;
    const request = { ...SAMPLE_REQUEST, model: 'wan3', width, height };

    expect((await toCall({ ...request, references }, model)).body['ratio']).toBe(ratio);
    expect((await toCall(request, model)).body['ratio']).toBe(`${width}:${height}`);
  });
});

const tsc = (): string => join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

const sizesOf = ({ sizes }: Model) => (sizes.kind === 'list' ? sizes.values : []);

const lengthsOf = ({ seconds }: Model): readonly number[] =>
  seconds.kind === 'list' ? seconds.values : [seconds.min, seconds.max];

/** None, where it needs none; and one at each place that it takes. */
function picturesOf({ references, needsReference }: Model, path: string): readonly (readonly ReferenceInput[])[] {
  const withOne = references.map((role) => [{ role, sha256: 'f'.repeat(64), mime: 'image/png', path }]);
  return (needsReference ?? null) === null ? [[], ...withOne] : withOne;
}
