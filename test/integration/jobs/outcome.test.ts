import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PermanentError, TransientError, UncertainError, UserError } from '../../../src/core/errors.ts';
import { BUG_TRIES, decideOutcome, MAX_STARTS, type Tries } from '../../../src/jobs/outcome.ts';

const FIRST: Tries = { starts: 1, bugs: 0, stopping: false, jitter: 0 };

const tries = fc.record({
  starts: fc.integer({ min: 1, max: MAX_STARTS - 1 }),
  bugs: fc.integer({ min: 0, max: BUG_TRIES - 1 }),
  stopping: fc.boolean(),
  jitter: fc.double({ min: 0, max: 1, noNaN: true }),
});

it('never comes back before the time that the other side named', () => {
  fc.assert(
    fc.property(tries, fc.integer({ min: 0, max: 3_600_000 }), (given, retryAfterMs) => {
      const error = new TransientError('busy', 'try later', { retryAfterMs });

      const outcome = decideOutcome(error, { ...given, stopping: false });

      expect(outcome).toMatchObject({ kind: 'again', code: 'busy' });
      expect(outcome.kind === 'again' && outcome.delayMs).toBeGreaterThanOrEqual(retryAfterMs);
    }),
  );
});

it('comes back after a transient error within a minute, and later the more often it failed', () => {
  fc.assert(
    fc.property(tries, (given) => {
      const delayOf = (starts: number): number => {
        const outcome = decideOutcome(new TransientError('busy', 'busy'), { ...given, starts, stopping: false });
        return outcome.kind === 'again' ? outcome.delayMs : Number.NaN;
      };

      expect(delayOf(given.starts)).toBeGreaterThanOrEqual(500);
      expect(delayOf(given.starts)).toBeLessThanOrEqual(60_000);
      expect(delayOf(given.starts)).toBeGreaterThanOrEqual(delayOf(Math.max(1, given.starts - 1)));
    }),
  );
});

it('never asks again after an uncertain, a permanent or a user error', () => {
  fc.assert(
    fc.property(tries, (given) => {
      expect(decideOutcome(new UncertainError('u', 'u'), given)).toEqual({ kind: 'drop', code: 'u' });
      expect(decideOutcome(new PermanentError('p', 'p'), given)).toEqual({ kind: 'drop', code: 'p' });
      expect(decideOutcome(new UserError('b', 'b'), given)).toEqual({ kind: 'done', code: 'b' });
    }),
  );
});

it('comes back at once when the process stops', () => {
  const aborted = new DOMException('This operation was aborted', 'AbortError');

  expect(decideOutcome(aborted, { ...FIRST, stopping: true })).toEqual({ kind: 'again', code: 'stopping', delayMs: 0 });
});

it('leaves a row to the sweeper when a transient error does not pass', () => {
  const outcome = decideOutcome(new TransientError('busy', 'busy'), { ...FIRST, starts: MAX_STARTS });

  expect(outcome).toEqual({ kind: 'drop', code: 'busy' });
});

it('takes anything else for a bug, and the third time for the last', () => {
  for (const thrown of [new TypeError('x'), new Error('transient'), 'text', undefined, null]) {
    expect(decideOutcome(thrown, FIRST)).toMatchObject({ kind: 'bug', last: false });
    expect(decideOutcome(thrown, { ...FIRST, bugs: BUG_TRIES - 1 })).toMatchObject({ kind: 'bug', last: true });
  }
});
