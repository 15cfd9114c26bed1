import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pollDelayMs } from '../../../src/core/generate/pace.ts';
import { takeId } from '../../../src/core/ids.ts';

const takes = fc.uuid().map(takeId);
const paces = fc.integer({ min: 100, max: 20_000 });

describe('when a take is looked at again', () => {
  it('keeps its beat, however late each look comes, as long as that is within a fifth of the pace', () => {
    fc.assert(
      fc.property(
        takes,
        paces,
        fc.array(fc.double({ min: 0, max: 0.14, noNaN: true }), { minLength: 1 }),
        (take, pace, lates) => {
          let at = pollDelayMs(pace, 0, take);
          const first = at;
          lates.slice(0, 40).forEach((late, look) => {
            const now = at + late * pace;
            at = now + pollDelayMs(pace, now, take);
            expect(Math.abs(at - (first + (look + 1) * pace))).toBeLessThanOrEqual(look + 2);
          });
        },
      ),
    );
  });

  it('is never later than a pace and its spread, nor sooner than four fifths of it', () => {
    fc.assert(
      fc.property(takes, paces, fc.integer({ min: 0, max: 25 * 60_000 }), (take, pace, running) => {
        const delay = pollDelayMs(pace, running, take);
        return delay <= pace * 1.05 + 1 && delay >= pace * 0.8 - 1;
      }),
    );
  });

  it('is not the same for takes that were sent together', () => {
    const delays = new Set(Array.from({ length: 20 }, (_, n) => pollDelayMs(10_000, 0, takeId(`take-${n}`))));

    expect(delays.size).toBeGreaterThan(10);
  });

  it('is a third as often once a take runs for long, and at once where the provider asks for no pause', () => {
    expect(pollDelayMs(10_000, 31 * 60_000, takeId('a'))).toBeGreaterThanOrEqual(24_000);
    expect(pollDelayMs(0, 5, takeId('a'))).toBe(0);
  });
});
