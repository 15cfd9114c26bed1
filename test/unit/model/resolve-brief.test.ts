import { describe, expect, it } from 'vitest';
import { type Brief, toBrief } from '../../../src/core/command/brief.ts';
import type { Model } from '../../../src/core/model/model.ts';
import type { TakeDefaults } from '../../../src/core/model/resolution.ts';
import { resolveBrief } from '../../../src/core/model/resolve-brief.ts';
import { freeModel, paidModel, price } from './models.ts';

const at = new Date('2026-11-21T12:00:00Z');
const resolve = (more: Partial<Brief>, model: Model, channelDefaults: TakeDefaults | null = null) =>
  resolveBrief({ ...toBrief('a horse'), ...more }, { model, channelDefaults, at });

it('says which shape became of one that there is not', () => {
  expect(resolve({ ratio: '9:16', askedRatio: '3:7' }, freeModel()).notes).toEqual([
    'There is no ratio 3:7: 9:16 is the nearest.',
  ]);
});

describe('what nobody said', () => {
  it('is five seconds of 1280×720 at 16:9, one take, 24 pictures a second', () => {
    const { params, takes, notes, offers } = resolve({}, freeModel());

    expect(params).toEqual({
      seconds: 5,
      ratio: '16:9',
      renderRatio: '16:9',
      width: 1280,
      height: 720,
      fps: 24,
      seed: null,
      audio: false,
    });
    expect({ takes, notes, offers }).toEqual({ takes: 1, notes: [], offers: [] });
  });

  it('is the nearest shorter where the model has no five seconds, without a word', () => {
    expect(resolve({}, paidModel())).toMatchObject({ params: { seconds: 4 }, notes: [], offers: [] });
    expect(resolve({}, paidModel({ seconds: { kind: 'list', values: [8, 10] } }))).toMatchObject({
      params: { seconds: 8 },
    });
  });

  it('is the template’s, then the channel’s', () => {
    const channelDefaults = { seconds: 8, ratio: '9:16' } as const;
    const brief = toBrief('a horse');

    expect(resolveBrief(brief, { model: freeModel(), channelDefaults, at }).params).toMatchObject({
      seconds: 8,
      ratio: '9:16',
      width: 720,
      height: 1280,
    });
    expect(
      resolveBrief(brief, { model: freeModel(), channelDefaults, templateDefaults: { ratio: '2.39' }, at }).params,
    ).toMatchObject({ seconds: 8, ratio: '2.39', width: 1280, height: 536 });
  });
});

describe('seconds', () => {
  it.each([
    [0, 1],
    [-5, 1],
    [1e9, 60],
    [999, 60],
    [6.2, 6],
    [6.25, 6],
    [6.4, 6.5],
  ])('%d become %d on a free model from 1 to 60, and it is said', (asked, made) => {
    const { params, notes } = resolve({ seconds: asked }, freeModel());

    expect(params.seconds).toBe(made);
    expect(notes).toEqual([expect.stringContaining(`not ${asked}`)]);
  });

  it.each([
    [7, 6, 8],
    [7.9, 6, 8],
    [5, 4, 6],
  ])('%d go down to %d where more costs more, and %d are offered at their price', (asked, made, offered) => {
    const { params, perTake, notes, offers } = resolve({ seconds: asked, takes: 2 }, paidModel());

    expect(params.seconds).toBe(made);
    expect(perTake).toEqual({ kind: 'priced', micros: BigInt(made) * 100_000n });
    expect(notes).toEqual([`Paid One does 4, 6 or 8 seconds, not ${asked}: this one has ${made} seconds.`]);
    expect(offers).toEqual([
      {
        label: `${offered} seconds, $${((offered * 2) / 10).toFixed(2)}`,
        change: { seconds: offered },
        micros: BigInt(offered) * 200_000n,
      },
    ]);
  });

  it('go up to the nearest where more costs the same, but for a tie', () => {
    const flat = paidModel({ prices: [price(0n, { perClipMicros: 500_000n })] });

    expect(resolve({ seconds: 7.9 }, flat)).toMatchObject({ params: { seconds: 8 }, offers: [] });
    expect(resolve({ seconds: 7 }, flat)).toMatchObject({ params: { seconds: 6 }, offers: [{ micros: 500_000n }] });
  });

  it('go up when the model has nothing shorter, and nothing is offered beyond its longest', () => {
    expect(resolve({ seconds: 2 }, paidModel())).toMatchObject({ params: { seconds: 4 }, offers: [] });
    expect(resolve({ seconds: 20 }, paidModel())).toMatchObject({ params: { seconds: 8 }, offers: [] });
  });

  it('are offered only at a price that is known', () => {
    const model = paidModel({ prices: [] });

    expect(resolve({ seconds: 7 }, model)).toMatchObject({
      params: { seconds: 6 },
      perTake: { kind: 'unpriced' },
      offers: [],
    });
  });
});

describe('the frame', () => {
  it('takes a size as asked where the model does it', () => {
    expect(resolve({ size: { width: 1920, height: 1080 } }, paidModel())).toMatchObject({
      params: { width: 1920, height: 1080, ratio: '16:9' },
      perTake: { micros: 600_000n },
      notes: [],
    });
  });

  it('goes down to a smaller size where the larger costs more, and offers the larger', () => {
    expect(resolve({ size: { width: 1856, height: 1044 } }, paidModel())).toMatchObject({
      params: { width: 1280, height: 720 },
      notes: ["Paid One can't do 1856×1044: it is made at 1280×720."],
      offers: [{ label: '1920×1080, $0.60', change: { size: { width: 1920, height: 1080 } }, micros: 600_000n }],
    });
  });

  it('renders a shape that the model lacks in the one that keeps most of it, for matting', () => {
    expect(resolve({ ratio: '2.39' }, paidModel())).toMatchObject({
      params: { ratio: '2.39', renderRatio: '16:9', width: 1280, height: 720 },
      notes: ["Paid One can't frame 2.39: it is rendered at 16:9 and matted to 2.39."],
    });
    expect(resolve({ ratio: '4:5' }, paidModel()).params).toMatchObject({
      ratio: '4:5',
      renderRatio: '9:16',
      width: 720,
    });
    expect(resolve({ ratio: '4:3' }, freeModel({ ratios: ['1:1', '16:9'] })).params.renderRatio).toBe('16:9');
  });

  it('gives lines the shape of the channel, and pixels their own', () => {
    const upright = { ratio: '9:16' } as const;

    expect(resolve({ size: { width: 1920, height: 1080, lines: 1080 } }, freeModel(), upright).params).toMatchObject({
      ratio: '9:16',
      width: 1080,
      height: 1920,
    });
    expect(resolve({ size: { width: 1280, height: 536 } }, freeModel(), upright).params).toMatchObject({
      ratio: '2.39',
      width: 1280,
      height: 536,
    });
  });

  it('lets the ratio decide the shape where the size says another, and says so', () => {
    expect(resolve({ ratio: '9:16', size: { width: 1280, height: 720 } }, freeModel())).toMatchObject({
      params: { width: 720, height: 1280 },
      notes: ['1280×720 is not 9:16: 720×1280 is.'],
    });
    expect(resolve({ size: { width: 1000, height: 610 } }, freeModel())).toMatchObject({
      params: { ratio: '16:9', width: 1084, height: 610 },
      notes: ['1000×610 is not 16:9: 1084×610 is.'],
    });
  });

  it('brings an absurd size into the limits', () => {
    expect(resolve({ size: { width: 99_999, height: 56_250 } }, freeModel()).params).toMatchObject({
      width: 1920,
      height: 1080,
    });
  });
});

describe('what else a model can’t do', () => {
  it('is left out and said', () => {
    const refs = [
      { role: 'first', url: 'https://example.com/1.png' },
      { role: 'product', url: 'https://example.com/2.png' },
      { role: 'style', url: 'https://example.com/3.png' },
      { role: 'style', url: 'https://example.com/4.png' },
    ] as const;
    const { params, references, notes } = resolve(
      { seed: 7, refs },
      paidModel({ retiredOn: '2026-11-01', successor: 'paid-2' }),
    );

    expect(params.seed).toBeNull();
    expect(references.map(({ url }) => url)).toEqual(['https://example.com/1.png', 'https://example.com/3.png']);
    expect(notes).toEqual([
      'Paid One was retired on 2026-11-01: use paid-2.',
      'Paid One takes no seed; 7 is left out.',
      "Paid One can't use a product reference; it is left out.",
      'Paid One uses at most 2 references; the last ones are left out.',
    ]);
  });
});
