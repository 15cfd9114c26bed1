import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModels, readModels } from '../../../src/adapters/models/load-models.ts';
import { UserError } from '../../../src/core/errors.ts';
import { quote } from '../../../src/core/model/quote.ts';

const docs = new URL('../../../docs/providers.md', import.meta.url);
const builtInFile = fileURLToPath(new URL('../../../models/catalog.json', import.meta.url));
const entry = {
  name: 'ours-1',
  provider: 'ours',
  title: 'Ours',
  ai: true,
  seconds: { kind: 'list', values: [8, 4] },
  sizes: { kind: 'list', values: [{ width: 1280, height: 720 }] },
  ratios: ['16:9'],
  audio: false,
  seed: true,
  usual: { fixedMs: 1000, perSecondMs: 1000 },
  prices: [{ from: '2026-11-01', perSecondMicros: 40_000, source: 'the contract', readOn: '2026-11-02' }],
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'previz-models-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const teamFile = async (text: string): Promise<string> => {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.json`);
  await writeFile(file, text);
  return file;
};

describe('the catalogue', () => {
  it('has the animatic, which is free on any day and is not AI', async () => {
    const models = await loadModels({ builtInFile, teamFile: null });
    const animatic = models.get('animatic');

    expect(animatic).toMatchObject({ provider: 'animatic', ai: false, ratios: ['16:9', '9:16', '1:1', '4:3', '4:5'] });
    for (const day of ['1971-01-01', '2026-11-21', '2099-01-01']) {
      const at = new Date(`${day}T00:00:00Z`);
      const price = animatic && quote(animatic, { seconds: 60, width: 1280, height: 720, audio: null }, at);
      expect(price).toEqual({ kind: 'priced', micros: 0n });
    }
  });

  it('takes a team’s models beside and instead of the built-in ones', async () => {
    const own = { models: [entry, { ...entry, name: 'animatic', title: 'Our animatic' }] };
    const models = await loadModels({ builtInFile, teamFile: await teamFile(JSON.stringify(own)) });

    expect([...models.keys()]).toEqual([...(await loadModels({ builtInFile, teamFile: null })).keys(), 'ours-1']);
    expect(models.get('animatic')?.title).toBe('Our animatic');
    expect(models.get('ours-1')).toMatchObject({
      seconds: { kind: 'list', values: [4, 8] },
      references: [],
      prices: [{ perSecondMicros: 40_000n, perClipMicros: 0n, minLines: 0, audio: null }],
      retiredOn: null,
    });
  });

  it.each([
    ['a typing mistake in a field', { ...entry, secnds: 4 }, 'secnds'],
    [
      'a price with a fraction of a micro-dollar',
      { ...entry, prices: [{ ...entry.prices[0], perSecondMicros: 0.04 }] },
      'models.0.prices.0.perSecondMicros',
    ],
    ['a model without a price', { ...entry, prices: [] }, 'models.0.prices'],
    ['a day that is none', { ...entry, retiredOn: '2026-02-30' }, 'models.0.retiredOn'],
    ['a name that can’t be typed', { ...entry, name: 'Ours One' }, 'models.0.name'],
    ['a range upside down', { ...entry, seconds: { kind: 'range', min: 9, max: 2, step: 1 } }, 'models.0.seconds'],
    ['a shape that no size has', { ...entry, ratios: ['16:9', '1:1'] }, 'no size is 1:1'],
  ])('refuses %s and names the field', (_, model, field) => {
    expect(() => readModels({ models: [model] }, 'ours.json')).toThrow(UserError);
    expect(() => readModels({ models: [model] }, 'ours.json')).toThrow(/^ours\.json: /);
    expect(() => readModels({ models: [model] }, 'ours.json')).toThrow(field);
  });

  it('refuses a name that stands twice', () => {
    expect(() => readModels({ models: [entry, entry] }, 'ours.json')).toThrow('models.1.name: ours-1 stands twice');
  });

  it('names the file that is missing or no JSON, and a successor that is nowhere', async () => {
    const broken = await teamFile('{"models": [');
    const lonely = await teamFile(JSON.stringify({ models: [{ ...entry, successor: 'ours-2' }] }));

    await expect(loadModels({ builtInFile, teamFile: join(folder, 'none.json') })).rejects.toThrow(
      /none\.json is not there/,
    );
    await expect(loadModels({ builtInFile, teamFile: broken })).rejects.toThrow(/is not JSON/);
    await expect(loadModels({ builtInFile, teamFile: lonely })).rejects.toThrow(/names ours-2 as its successor/);
  });
});

describe('the documented example of PREVIZ_MODELS', () => {
  it('is read as it stands in docs/providers.md', async () => {
    const example = /```json\n([\s\S]*?)```/.exec(await readFile(docs, 'utf8'))?.[1] ?? '';

    const models = await loadModels({ builtInFile, teamFile: await teamFile(example) });

    expect(models.get('wan-local')).toMatchObject({
      provider: 'openai',
      vendorModel: 'Wan-AI/Wan2.2-T2V',
      ratios: ['16:9'],
      sizes: { kind: 'list', values: [{ width: 832, height: 480 }] },
    });
  });
});
