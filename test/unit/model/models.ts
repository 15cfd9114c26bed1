import type { Model, Price } from '../../../src/core/model/model.ts';

/** A price line from 2026 on, for every size, with and without sound. */
export const price = (perSecondMicros: bigint, more: Partial<Price> = {}): Price => ({
  from: '2026-01-01',
  perSecondMicros,
  perClipMicros: 0n,
  minLines: 0,
  audio: null,
  source: 'a price list',
  readOn: null,
  ...more,
});

/** A paid model of the usual kind: 4, 6 or 8 seconds, 16:9 and 9:16, 720 and 1080 lines. */
export const paidModel = (more: Partial<Model> = {}): Model => ({
  name: 'paid-1',
  provider: 'somebody',
  title: 'Paid One',
  ai: true,
  seconds: { kind: 'list', values: [4, 6, 8] },
  sizes: {
    kind: 'list',
    values: [
      { width: 1280, height: 720 },
      { width: 1920, height: 1080 },
      { width: 720, height: 1280 },
    ],
  },
  ratios: ['16:9', '9:16'],
  references: ['first', 'style'],
  maxReferences: 2,
  audio: true,
  seed: false,
  usual: { fixedMs: 20_000, perSecondMs: 10_000 },
  prices: [price(100_000n), price(150_000n, { minLines: 1080 })],
  retiredOn: null,
  successor: null,
  ...more,
});

/** A model that draws anything from 1 to 60 seconds at no cost. */
export const freeModel = (more: Partial<Model> = {}): Model => ({
  ...paidModel(),
  name: 'free-1',
  title: 'Free One',
  ai: false,
  seconds: { kind: 'range', min: 1, max: 60, step: 0.5 },
  sizes: { kind: 'any', minSide: 128, maxSide: 1920, multipleOf: 2 },
  ratios: 'any',
  audio: false,
  seed: true,
  prices: [price(0n)],
  ...more,
});
