import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FitQuestion, whatWouldFit } from '../../../src/core/budget/fit.ts';

const SIZES = ['640x360', '1280x720', '1920x1080'];
const RATE: Readonly<Record<string, bigint>> = { gold: 400_000n, silver: 150_000n, animatic: 0n };

/** gold and silver by the second, twice as much for each step in size; gold does 4, 6 and 8 seconds. */
function price(seconds: number, size: string, model: string) {
  if (model === 'gold' && ![4, 6, 8].includes(seconds)) return null;
  return (RATE[model] ?? 0n) * BigInt(seconds) * 2n ** BigInt(SIZES.indexOf(size));
}

const question = (over: Partial<FitQuestion> = {}): FitQuestion => ({
  left: 5_000_000n,
  asked: { model: 'gold', seconds: 8, size: '1280x720', takes: 1 },
  seconds: [2, 4, 5, 6, 8, 10],
  sizes: SIZES,
  models: ['gold', 'silver'],
  price,
  ...over,
});

describe('what would fit', () => {
  it('is the longest that is shorter, the largest that is smaller, and the dearest that is cheaper', () => {
    expect(whatWouldFit(question())).toEqual([
      { changes: ['shorter'], model: 'gold', seconds: 6, size: '1280x720', takes: 1, price: 4_800_000n },
      { changes: ['smaller'], model: 'gold', seconds: 8, size: '640x360', takes: 1, price: 3_200_000n },
      { changes: ['cheaper'], model: 'silver', seconds: 8, size: '1280x720', takes: 1, price: 2_400_000n },
    ]);
  });

  it('is fewer takes where several were asked for', () => {
    const [first] = whatWouldFit(question({ left: 13_000_000n, asked: { ...question().asked, takes: 4 } }));

    expect(first).toMatchObject({ changes: ['fewer'], takes: 2, price: 12_800_000n });
  });

  it('changes several things where one is not enough', () => {
    expect(whatWouldFit(question({ left: 1_700_000n, models: [] }))).toEqual([
      { changes: ['shorter', 'smaller'], model: 'gold', seconds: 4, size: '640x360', takes: 1, price: 1_600_000n },
    ]);
  });

  it('offers another model at the nearest length it does', () => {
    const asked = { model: 'silver', seconds: 5, size: '1280x720', takes: 1 };
    const cheapGold = (seconds: number, size: string, model: string) => {
      const each = price(seconds, size, model);
      return each === null || model !== 'gold' ? each : each / 10n;
    };

    const found = whatWouldFit(question({ asked, left: 1_000_000n, price: cheapGold }));

    expect(found.at(-1)).toMatchObject({ model: 'gold', seconds: 4, changes: ['shorter', 'cheaper'] });
  });

  it('is the nearest of each kind, in whatever order lengths and models are told', () => {
    const asked = { model: 'gold', seconds: 8, size: '1920x1080', takes: 1 };
    const found = whatWouldFit(
      question({ asked, left: 7_000_000n, seconds: [2, 4, 6, 8], models: ['animatic', 'silver', 'gold'] }),
    );

    expect(found).toMatchObject([
      { changes: ['shorter'], seconds: 4, price: 6_400_000n },
      { changes: ['smaller'], size: '1280x720', price: 6_400_000n },
      { changes: ['cheaper'], model: 'silver', price: 4_800_000n },
    ]);
  });

  it('keeps takes, then seconds, then pixels, where several things change', () => {
    const asked = { model: 'silver', seconds: 8, size: '1920x1080', takes: 3 };
    const tight = (left: bigint) => whatWouldFit(question({ asked, left, models: [] }))[0];

    expect(tight(1_800_000n)).toMatchObject({ takes: 3, seconds: 4, size: '640x360' });
    expect(tight(299_999n)).toBeUndefined();
    expect(tight(300_000n)).toMatchObject({ takes: 1, seconds: 2, size: '640x360' });
  });

  it('keeps more pixels at the same price', () => {
    const asked = { model: 'gold', seconds: 8, size: '1920x1080', takes: 1 };
    const flat = (_: number, size: string) => (size === '1920x1080' ? 9n : 5n);

    expect(whatWouldFit(question({ asked, left: 6n, price: flat, models: [] }))).toMatchObject([{ size: '1280x720' }]);
  });

  it('changes as few things as it can', () => {
    const asked = { model: 'silver', seconds: 8, size: '1280x720', takes: 1 };
    const bronze = (seconds: number, size: string, model: string) =>
      model === 'bronze' ? 60_000n * BigInt(seconds) * 2n ** BigInt(SIZES.indexOf(size)) : price(seconds, size, model);

    const found = whatWouldFit(question({ asked, left: 350_000n, price: bronze, models: ['bronze'] }));

    expect(found).toMatchObject([{ changes: ['shorter', 'cheaper'], seconds: 2, size: '1280x720' }]);
  });

  it('is what costs nothing when nothing is left', () => {
    expect(whatWouldFit(question({ left: 0n, models: ['animatic'] }))).toMatchObject([
      { model: 'animatic', price: 0n },
    ]);
    expect(whatWouldFit(question({ left: -5n, models: ['animatic'] }))).toMatchObject([{ price: 0n }]);
    expect(whatWouldFit(question({ left: -5n }))).toEqual([]);
  });

  it('always fits, never costs more a take than what was asked, and always says what it changes', () => {
    const any = fc.record({
      left: fc.bigInt({ min: -1n, max: 40_000_000n }),
      asked: fc.record({
        model: fc.constantFrom('gold', 'silver'),
        seconds: fc.constantFrom(4, 6, 8),
        size: fc.constantFrom(...SIZES),
        takes: fc.integer({ min: 1, max: 4 }),
      }),
      models: fc.subarray(['gold', 'silver', 'animatic']),
    });
    fc.assert(
      fc.property(any, ({ left, asked, models }) => {
        for (const offer of whatWouldFit(question({ left, asked, models }))) {
          const each = price(offer.seconds, offer.size, offer.model) ?? -1n;
          expect(offer.price).toBe(each * BigInt(offer.takes));
          expect(offer.price === 0n || offer.price <= left).toBe(true);
          expect(each).toBeLessThanOrEqual(price(asked.seconds, asked.size, asked.model) ?? 0n);
          expect(offer.takes).toBeGreaterThan(0);
          expect(offer.changes.includes('fewer')).toBe(offer.takes < asked.takes);
          expect(offer.changes.includes('shorter')).toBe(offer.seconds < asked.seconds);
          expect(offer.changes.includes('smaller')).toBe(SIZES.indexOf(offer.size) < SIZES.indexOf(asked.size));
          expect(offer.changes.includes('cheaper')).toBe(offer.model !== asked.model);
          expect(offer.changes).not.toHaveLength(0);
        }
      }),
    );
  });
});
