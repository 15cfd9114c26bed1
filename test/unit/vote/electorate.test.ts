import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/core/channel/policy.ts';
import { personId } from '../../../src/core/ids.ts';
import { countBallots, quorumsOf } from '../../../src/core/vote/electorate.ts';
import { ana, ballot, bo, cy } from './vote-log.ts';

describe('who counts', () => {
  it('is every human full member but the requester', () => {
    const ballots = [ballot(ana, 'approve'), ballot(bo, 'approve'), ballot(cy, 'reject')];

    const tally = countBallots(ballots, { requester: ana, eligibleOthers: 7 });

    expect(tally).toEqual({
      approvals: [bo],
      rejections: [cy],
      counted: new Set([bo, cy]),
      voters: 7,
      castAt: new Date('2026-11-21T09:00:00Z'),
      requesterCounts: false,
    });
  });

  it.each(['bot', 'guest', 'external'] as const)('is no %s', (personKind) => {
    const tally = countBallots([ballot(bo, 'approve', { personKind })], { requester: ana, eligibleOthers: 3 });

    expect(tally.approvals).toEqual([]);
    expect(tally.counted.size).toBe(0);
  });

  it('is the requester where nobody else is eligible', () => {
    const alone = countBallots([ballot(ana, 'approve')], { requester: ana, eligibleOthers: 0 });
    const onlyApprover = countBallots([ballot(ana, 'approve')], { requester: ana, eligibleOthers: new Set([ana]) });

    expect(alone).toMatchObject({ approvals: [ana], voters: 1, requesterCounts: true });
    expect(onlyApprover).toMatchObject({ approvals: [ana], voters: 1, requesterCounts: true });
  });

  it('is not a requester who is a guest, even where nobody else is eligible', () => {
    const ballots = [ballot(ana, 'approve', { personKind: 'guest' })];

    expect(countBallots(ballots, { requester: ana, eligibleOthers: 0 }).approvals).toEqual([]);
  });

  it('is only who is named where the electorate is named', () => {
    const ballots = [ballot(bo, 'approve'), ballot(cy, 'approve')];

    expect(countBallots(ballots, { requester: ana, eligibleOthers: new Set([ana, cy]) })).toMatchObject({
      approvals: [cy],
      voters: 1,
      requesterCounts: false,
    });
  });

  it('is a member who votes, even where the count of members was behind', () => {
    const ballots = [ballot(ana, 'approve'), ballot(bo, 'reject')];

    expect(countBallots(ballots, { requester: ana, eligibleOthers: 0 })).toMatchObject({
      approvals: [],
      rejections: [bo],
      requesterCounts: false,
    });
  });

  it('counts nobody twice, and the requester never beside others', () => {
    const people = ['a', 'b', 'c', 'd'].map(personId);
    const cast = fc.uniqueArray(
      fc.record({
        person: fc.constantFrom(...people),
        vote: fc.constantFrom('approve', 'reject'),
        personKind: fc.constantFrom('member', 'guest', 'bot', 'external'),
      }),
      { selector: ({ person }) => person },
    );
    const others = fc.oneof(
      fc.nat({ max: 5 }),
      fc.subarray(people).map((list) => new Set(list)),
    );
    fc.assert(
      fc.property(cast, fc.constantFrom(...people), others, (votes, requester, eligibleOthers) => {
        const ballots = votes.map(({ person, vote, personKind }) => ballot(person, vote, { personKind }));

        const tally = countBallots(ballots, { requester, eligibleOthers });

        const voices = [...tally.approvals, ...tally.rejections];
        expect(new Set(voices)).toEqual(tally.counted);
        expect(voices).toHaveLength(tally.counted.size);
        expect(voices.length).toBeLessThanOrEqual(tally.voters);
        if (tally.counted.has(requester)) expect(voices).toEqual([requester]);
        for (const { person, personKind } of ballots) if (tally.counted.has(person)) expect(personKind).toBe('member');
      }),
    );
  });
});

it('tells when the latest counted ballot was cast', () => {
  const early = new Date('2026-11-21T08:00:00Z');
  const ballots = [
    ballot(bo, 'approve', { at: early }),
    ballot(cy, 'reject', { at: new Date('2026-11-21T07:00:00Z') }),
    ballot(ana, 'approve'),
  ];

  expect(countBallots(ballots, { requester: ana, eligibleOthers: 7 }).castAt).toEqual(early);
  expect(countBallots([], { requester: ana, eligibleOthers: 7 }).castAt).toBeNull();
});

describe('quorums', () => {
  it('are one and one, and two for finals where four or more can vote', () => {
    expect(quorumsOf(DEFAULT_POLICY, { tier: 'draft', voters: 9 })).toEqual({ approve: 1, reject: 1 });
    expect(quorumsOf(DEFAULT_POLICY, { tier: null, voters: 9 })).toEqual({ approve: 1, reject: 1 });
    expect(quorumsOf(DEFAULT_POLICY, { tier: 'final', voters: 3 })).toEqual({ approve: 1, reject: 1 });
    expect(quorumsOf(DEFAULT_POLICY, { tier: 'final', voters: 4 })).toEqual({ approve: 2, reject: 2 });
  });

  it('of a channel that asks for more stay as they are for finals', () => {
    const policy = { ...DEFAULT_POLICY, approveQuorum: 3 };

    expect(quorumsOf(policy, { tier: 'final', voters: 6 })).toEqual({ approve: 3, reject: 2 });
  });
});
