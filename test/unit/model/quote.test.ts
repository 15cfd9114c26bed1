import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameFor, linesOf } from '../../../src/core/model/frame.ts';
import { isRetired, usualMs } from '../../../src/core/model/model.ts';
import { quote, timesTakes, toPriceWords } from '../../../src/core/model/quote.ts';
import { RATIOS, ratioValue } from '../../../src/core/take/ratio.ts';
import { freeModel, paidModel, price } from './models.ts';

const at = new Date('2026-11-21T12:00:00Z');
const hd = { width: 1280, height: 720, audio: null };

describe('quote', () => {
  it('multiplies whole micro-dollars by the seconds and rounds up', () => {
    const model = paidModel({ prices: [price(33_333n)] });

    expect(quote(model, { ...hd, seconds: 8 }, at)).toEqual({ kind: 'priced', micros: 266_664n });
    expect(quote(model, { ...hd, seconds: 0.5 }, at)).toEqual({ kind: 'priced', micros: 16_667n });
    expect(quote(model, { ...hd, seconds: 0.1 + 0.2 }, at)).toEqual({ kind: 'priced', micros: 10_000n });
  });

  it('adds what a clip costs beside its seconds', () => {
    const model = paidModel({ prices: [price(10n, { perClipMicros: 5n })] });

    expect(quote(model, { ...hd, seconds: 4 }, at)).toEqual({ kind: 'priced', micros: 45n });
  });

  it('takes the newest price that holds on the day', () => {
    const model = paidModel({
      prices: [price(100n), price(300n, { from: '2026-11-22' }), price(200n, { from: '2026-11-21' })],
    });

    expect(quote(model, { ...hd, seconds: 1 }, new Date('2026-11-20T23:59:59Z'))).toMatchObject({ micros: 100n });
    expect(quote(model, { ...hd, seconds: 1 }, at)).toMatchObject({ micros: 200n });
    expect(quote(model, { ...hd, seconds: 1 }, new Date('2026-11-22T00:00:00Z'))).toMatchObject({ micros: 300n });
  });

  it('takes the dearest line that may apply to the size and the sound', () => {
    const model = paidModel({
      prices: [
        price(100n, { audio: false }),
        price(200n, { audio: true }),
        price(150n, { minLines: 1080, audio: false }),
      ],
    });

    expect(quote(model, { ...hd, seconds: 1, audio: false }, at)).toMatchObject({ micros: 100n });
    expect(quote(model, { ...hd, seconds: 1, audio: null }, at)).toMatchObject({ micros: 200n });
    expect(quote(model, { width: 1080, height: 1920, seconds: 1, audio: false }, at)).toMatchObject({ micros: 150n });
    expect(quote(model, { width: 1920, height: 804, seconds: 1, audio: false }, at)).toMatchObject({ micros: 150n });
  });

  it('is unpriced, never zero, where no price is known', () => {
    const unpriced = { kind: 'unpriced' };

    expect(quote(paidModel({ prices: [] }), { ...hd, seconds: 1 }, at)).toEqual(unpriced);
    expect(quote(paidModel(), { ...hd, seconds: 1 }, new Date('2025-12-31T00:00:00Z'))).toEqual(unpriced);
    expect(quote(paidModel({ prices: [price(1n, { minLines: 2160 })] }), { ...hd, seconds: 1 }, at)).toEqual(unpriced);
    expect(quote(paidModel(), { ...hd, seconds: Number.NaN }, at)).toEqual(unpriced);
    expect(timesTakes({ kind: 'unpriced' }, 3)).toEqual(unpriced);
  });

  it('says a price in words', () => {
    expect(toPriceWords(quote(freeModel(), { ...hd, seconds: 60 }, at))).toBe('free');
    expect(toPriceWords(timesTakes({ kind: 'priced', micros: 600_000n }, 2))).toBe('$1.20');
    expect(toPriceWords({ kind: 'unpriced' })).toBe('no known price');
  });

  it('never falls when the seconds grow', () => {
    const seconds = fc.double({ min: 0, max: 3600, noNaN: true });
    fc.assert(
      fc.property(seconds, seconds, fc.bigInt({ min: 0n, max: 10n ** 9n }), (one, other, rate) => {
        const model = paidModel({ prices: [price(rate)] });
        const [short, long] = one < other ? [one, other] : [other, one];
        const less = quote(model, { ...hd, seconds: short }, at);
        const more = quote(model, { ...hd, seconds: long }, at);

        expect(less.kind === 'priced' && more.kind === 'priced' && less.micros <= more.micros).toBe(true);
      }),
    );
  });
});

describe('a model', () => {
  it('is retired from its day on', () => {
    const model = paidModel({ retiredOn: '2026-11-21' });

    expect(isRetired(model, new Date('2026-11-20T23:59:59Z'))).toBe(false);
    expect(isRetired(model, at)).toBe(true);
    expect(isRetired(paidModel(), at)).toBe(false);
  });

  it('has a usual time that grows with the seconds', () => {
    expect(usualMs(paidModel(), 6)).toBe(80_000);
  });
});

describe('frameFor', () => {
  it.each([
    ['16:9', 1280, 720],
    ['9:16', 720, 1280],
    ['1:1', 720, 720],
    ['4:3', 960, 720],
    ['4:5', 720, 900],
    ['1.85', 1280, 692],
    ['2.39', 1280, 536],
  ] as const)('gives %s at 720 lines %i×%i, which count as 720 lines again', (ratio, width, height) => {
    expect(frameFor(ratio, 720)).toEqual({ width, height });
    expect(linesOf({ width, height })).toBe(720);
  });

  it('keeps the shape and even sides at any size', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RATIOS), fc.integer({ min: 240, max: 4320 }), (ratio, lines) => {
        const { width, height } = frameFor(ratio, lines);

        expect((width % 2) + (height % 2)).toBe(0);
        expect(Math.abs(width / height / ratioValue(ratio) - 1)).toBeLessThan(0.02);
      }),
    );
  });
});
