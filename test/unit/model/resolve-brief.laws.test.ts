import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Brief, toBrief } from '../../../src/core/command/brief.ts';
import type { Model } from '../../../src/core/model/model.ts';
import { resolveBrief } from '../../../src/core/model/resolve-brief.ts';
import { RATIOS } from '../../../src/core/take/ratio.ts';
import { freeModel, paidModel, price } from './models.ts';

const at = new Date('2026-11-21T12:00:00Z');
const resolve = (more: Partial<Brief>, model: Model) => resolveBrief({ ...toBrief('a horse'), ...more }, { model, at });

const anyModel = fc
  .record({
    values: fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 }),
    lines: fc.uniqueArray(fc.constantFrom(360, 720, 1080, 2160), { minLength: 1 }),
    free: fc.boolean(),
    rate: fc.bigInt({ min: 0n, max: 1_000_000n }),
    rise: fc.bigInt({ min: 0n, max: 1_000_000n }),
  })
  .map(({ values, lines, free, rate, rise }) =>
    free
      ? freeModel()
      : paidModel({
          seconds: { kind: 'list', values: values.sort((a, b) => a - b) },
          sizes: {
            kind: 'list',
            values: lines.flatMap((height) => [
              { width: (height * 16) / 9, height },
              { width: height, height: (height * 16) / 9 },
            ]),
          },
          prices: [price(rate), price(rate + rise, { minLines: 1080 })],
        }),
  );

const anyAsk = fc.record({
  seconds: fc.option(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -2, max: 70 }))),
  ratio: fc.constantFrom(null, ...RATIOS),
  size: fc.option(
    fc.record({ width: fc.integer({ min: 2, max: 99_999 }), height: fc.integer({ min: 2, max: 99_999 }) }),
  ),
  takes: fc.option(fc.integer({ min: 1, max: 4 })),
});

describe('resolveBrief', () => {
  it('always lands on what the model does, and speaks when it is not what was asked', () => {
    fc.assert(
      fc.property(anyModel, anyAsk, (model, ask) => {
        const { params, notes } = resolve(ask, model);
        const { seconds, sizes } = model;

        if (seconds.kind === 'list') expect(seconds.values).toContain(params.seconds);
        else expect(params.seconds >= 1 && params.seconds <= 60 && params.seconds % 0.5 === 0).toBe(true);
        if (sizes.kind === 'list') expect(sizes.values).toContainEqual({ width: params.width, height: params.height });
        else expect(Math.max(params.width, params.height)).toBeLessThanOrEqual(sizes.maxSide);
        const changed =
          (ask.seconds !== null && ask.seconds !== params.seconds) ||
          (ask.size !== null && (ask.size.width !== params.width || ask.size.height !== params.height)) ||
          params.renderRatio !== params.ratio;
        expect(notes.length > 0).toBe(changed);
      }),
    );
  });

  it('offers only what then costs what the offer said', () => {
    fc.assert(
      fc.property(anyModel, anyAsk, (model, ask) => {
        const { offers } = resolve(ask, model);

        for (const offer of offers) {
          const taken = resolve({ ...ask, ...offer.change }, model);
          expect(taken.perTake).toEqual({ kind: 'priced', micros: offer.micros / BigInt(ask.takes ?? 1) });
        }
      }),
    );
  });
});
