import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChannelPolicy, DEFAULT_POLICY, readPolicy, toPolicyJson } from '../../../src/core/channel/policy.ts';
import { personId } from '../../../src/core/ids.ts';

const words = fc.array(fc.string({ minLength: 1 }), { maxLength: 4 });
const name = fc.option(fc.stringMatching(/^[a-z]{1,9}$/));
const quorum = fc.integer({ min: 1, max: 100 });
const micros = fc.bigInt({ min: 0n, max: 10n ** 15n });

const policies: fc.Arbitrary<ChannelPolicy> = fc.record({
  approveQuorum: quorum,
  rejectQuorum: quorum,
  finalQuorum: fc.record({ quorum, fromVoters: quorum }),
  strict: fc.boolean(),
  slate: fc.boolean(),
  emoji: fc.record({ approve: words, reject: words }),
  approvers: fc.record({ role: name, people: words.map((list) => list.map(personId)) }),
  providers: fc.option(words),
  confirmThreshold: micros,
  askThreshold: micros,
  draftModel: name,
  finalModel: name,
  external: fc.option(fc.boolean()),
  decisionWindowMs: fc.integer({ min: 0, max: 86_400_000 }),
});

describe('a stored policy', () => {
  it('is read back as it was', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(readPolicy(JSON.parse(JSON.stringify(toPolicyJson(policy))))).toEqual(policy);
      }),
    );
  });

  it.each([undefined, null, {}, [], 'x', 7, { unknown: 1 }])('that is %j has every default', (json) => {
    expect(readPolicy(json)).toEqual(DEFAULT_POLICY);
  });

  it('keeps what can be read and fills the rest', () => {
    const read = readPolicy({ approveQuorum: 2, rejectQuorum: 1.5, strict: 'yes', emoji: { approve: ['🚀', 7] } });

    expect(read).toEqual({ ...DEFAULT_POLICY, approveQuorum: 2, emoji: { approve: ['🚀'], reject: [] } });
  });

  it('never throws, and never reads as something that cannot be', () => {
    const json = fc.oneof(
      fc.jsonValue(),
      fc.record(
        Object.fromEntries(Object.keys(DEFAULT_POLICY).map((key) => [key, fc.oneof(fc.jsonValue(), fc.double())])),
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(json, (stored) => {
        const read = readPolicy(stored);

        expect(Object.keys(read)).toEqual(Object.keys(DEFAULT_POLICY));
        expect(read.approveQuorum).toBeGreaterThanOrEqual(1);
        expect(read.rejectQuorum).toBeGreaterThanOrEqual(1);
        expect(read.confirmThreshold).toBeGreaterThanOrEqual(0n);
      }),
    );
  });

  it('guards what it was meant to guard even where that cannot be read', () => {
    expect(readPolicy({ providers: 'runway' }).providers).toEqual([]);
    expect(readPolicy({ providers: ['runway', 3] }).providers).toEqual(['runway']);
    expect(readPolicy({ approveQuorum: 0, rejectQuorum: -1 })).toEqual(DEFAULT_POLICY);
    expect(readPolicy({ external: 'perhaps' }).external).toBe(true);
  });
});
