import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideRun, isProviderAllowed, type RunQuestion } from '../../../src/core/budget/brakes.ts';
import { DEFAULT_POLICY } from '../../../src/core/channel/policy.ts';

const at = new Date('2026-11-21T09:00:00Z');
const ago = (ms: number) => new Date(at.getTime() - ms);

const question = (over: Partial<RunQuestion> = {}): RunQuestion => ({
  amount: 500_000n,
  policy: DEFAULT_POLICY,
  provider: 'runway',
  reservation: { kind: 'reserve', amount: 500_000n },
  pace: { kind: 'go' },
  stopped: false,
  jobOver: false,
  lastSame: null,
  at,
  asker: 'member',
  consent: 'none',
  ...over,
});

const over = { kind: 'refuse', why: 'over', scope: 'ch/T1/C1', left: 3n, cap: 9n, amount: 500_000n } as const;
const frozen = { ...over, why: 'frozen' } as const;
const slow = { kind: 'too-many-at-once', live: 3, limit: 3 } as const;

describe('a request', () => {
  it('runs below the confirm threshold', () => {
    expect(decideRun(question({ amount: 999_999n }))).toEqual({ kind: 'run' });
  });

  it('asks for a click at the confirm threshold, and runs on it', () => {
    expect(decideRun(question({ amount: 1_000_000n }))).toEqual({ kind: 'confirm', why: 'price' });
    expect(decideRun(question({ amount: 1_000_000n, consent: 'confirmed' }))).toEqual({ kind: 'run' });
  });

  it('asks an owner over $5, and runs when one approves', () => {
    expect(decideRun(question({ amount: 5_000_000n }))).toEqual({ kind: 'confirm', why: 'price' });
    expect(decideRun(question({ amount: 5_000_001n }))).toEqual({ kind: 'ask-owner', why: 'over-threshold' });
    expect(decideRun(question({ amount: 5_000_001n, consent: 'confirmed' })).kind).toBe('ask-owner');
    expect(decideRun(question({ amount: 5_000_001n, consent: 'granted' }))).toEqual({ kind: 'run' });
  });

  it('of an owner over $5 asks the owner once, for the price', () => {
    expect(decideRun(question({ amount: 9_000_000n, asker: 'owner' }))).toEqual({ kind: 'confirm', why: 'price' });
    expect(decideRun(question({ amount: 9_000_000n, asker: 'owner', consent: 'confirmed' }))).toEqual({ kind: 'run' });
  });

  it('of an owner over $5 is confirmed even in a channel that confirms later', () => {
    const policy = { ...DEFAULT_POLICY, confirmThreshold: 10_000_000n };

    expect(decideRun(question({ amount: 6_000_000n, asker: 'owner', policy })).kind).toBe('confirm');
  });

  it('asks an owner over the cap, whoever asks and whatever was clicked', () => {
    const expected = { kind: 'ask-owner', why: 'over-cap', scope: 'ch/T1/C1', left: 3n };

    expect(decideRun(question({ reservation: over }))).toEqual(expected);
    expect(decideRun(question({ reservation: over, asker: 'owner', consent: 'confirmed' }))).toEqual(expected);
  });

  it('asks again when the same came within 30 seconds', () => {
    expect(decideRun(question({ lastSame: ago(29_999) }))).toEqual({ kind: 'confirm', why: 'repeat' });
    expect(decideRun(question({ lastSame: ago(30_000) }))).toEqual({ kind: 'run' });
    expect(decideRun(question({ lastSame: ago(0), consent: 'confirmed' }))).toEqual({ kind: 'run' });
  });

  it.each([
    ['spending is stopped', { stopped: true }, 'stopped'],
    ['the job is over', { jobOver: true }, 'job-over'],
    ['a scope is frozen', { reservation: frozen }, 'frozen'],
    ['the person is too fast', { pace: slow }, 'pace'],
    ['the provider is not allowed', { policy: { ...DEFAULT_POLICY, providers: ['kling'] } }, 'provider-not-allowed'],
  ] as const)('is refused when %s, whatever consent it has', (_, brake, why) => {
    for (const consent of ['none', 'confirmed', 'granted'] as const) {
      expect(decideRun(question({ ...brake, consent }))).toMatchObject({ kind: 'refuse', why });
    }
  });

  it('that costs nothing meets the allow-list and no other brake', () => {
    const braked = { stopped: true, jobOver: true, reservation: frozen, pace: slow, lastSame: at };

    expect(decideRun(question({ ...braked, amount: 0n }))).toEqual({ kind: 'run' });
    expect(decideRun(question({ amount: 0n, policy: { ...DEFAULT_POLICY, providers: [] } })).kind).toBe('refuse');
  });

  it('never spends without consent what has to be confirmed, nor past any brake', () => {
    const any = fc.record({
      amount: fc.bigInt({ min: 1n, max: 10_000_000n }),
      stopped: fc.boolean(),
      jobOver: fc.boolean(),
      reservation: fc.constantFrom(over, frozen, { kind: 'reserve', amount: 1n } as const),
      pace: fc.constantFrom(slow, { kind: 'go' } as const),
      lastSame: fc.constantFrom(null, ago(1), ago(60_000)),
      asker: fc.constantFrom('owner', 'member'),
      consent: fc.constantFrom('none', 'confirmed', 'granted'),
    });
    fc.assert(
      fc.property(any, (asked) => {
        if (decideRun(question(asked)).kind !== 'run') return;
        expect(asked).toMatchObject({ stopped: false, jobOver: false });
        expect([asked.reservation.kind, asked.pace.kind]).toEqual(['reserve', 'go']);
        expect(asked.consent !== 'none' || (asked.amount < 1_000_000n && asked.lastSame !== ago(1))).toBe(true);
        if (asked.amount > 5_000_000n) expect(asked.consent === 'granted' || asked.asker === 'owner').toBe(true);
      }),
    );
  });
});

describe('an allow-list', () => {
  it('allows everything while there is none, and nobody while it is empty', () => {
    expect(isProviderAllowed(null, 'runway')).toBe(true);
    expect(isProviderAllowed([], 'runway')).toBe(false);
    expect(isProviderAllowed(['runway'], 'runway')).toBe(true);
    expect(isProviderAllowed(['kling'], 'runway')).toBe(false);
  });

  it('never stops what is drawn on this machine', () => {
    expect(isProviderAllowed([], 'animatic')).toBe(true);
  });
});
