import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  closesAt,
  closeWindow,
  type DecisionRecord,
  decideVote,
  finalize,
  OPEN_DECISION,
  reopen,
  supersede,
} from '../../../src/core/vote/decision.ts';
import type { Tally } from '../../../src/core/vote/electorate.ts';
import { ana, bo, cy, tally } from './vote-log.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 21, 9);
const windowMs = 10 * MINUTE;
const minute = (count: number) => new Date(START + count * MINUTE);

const NONE = tally([], []);
const YES = tally([bo], []);
const NO = tally([], [cy]);
const BOTH = tally([bo], [cy]);

const count = (previous: DecisionRecord, at: number, read: Tally) =>
  decideVote({ previous, tally: read, quorums: { approve: 1, reject: 1 }, at: minute(at), windowMs });

/** The record after tallies that came at minutes. */
function played(...steps: readonly (readonly [number, Tally])[]): DecisionRecord {
  return steps.reduce((previous, [at, read]) => count(previous, at, read), OPEN_DECISION);
}

describe('a decision', () => {
  it('is open until a quorum is met', () => {
    expect(played([0, NONE])).toEqual(OPEN_DECISION);
    const alone = decideVote({
      previous: OPEN_DECISION,
      tally: YES,
      quorums: { approve: 2, reject: 1 },
      at: minute(0),
      windowMs,
    });
    expect(alone).toEqual(OPEN_DECISION);
  });

  it('is approved or rejected from its first quorum, and not final', () => {
    expect(played([1, YES])).toEqual({ state: 'approved', since: minute(1), finalAt: null, selfApproved: false });
    expect(played([1, NO])).toMatchObject({ state: 'rejected', since: minute(1), finalAt: null });
  });

  it('is split where both quorums are met', () => {
    expect(played([1, BOTH])).toMatchObject({ state: 'split', finalAt: null });
  });

  it('follows the standing ballots within the window, which runs from the first quorum', () => {
    const record = played([0, YES], [4, BOTH], [9, NO]);

    expect(record).toMatchObject({ state: 'rejected', since: minute(0), finalAt: null });
    expect(closesAt(record, windowMs)).toEqual(minute(10));
  });

  it('is open again when a mis-tap is taken back, and the next quorum begins a new window', () => {
    expect(played([0, YES], [9, NONE])).toEqual(OPEN_DECISION);
    expect(played([0, YES], [9, NONE], [12, YES])).toMatchObject({ state: 'approved', since: minute(12) });
  });

  it('is final when the window ends', () => {
    const record = played([0, YES]);

    expect(closeWindow(record, minute(9.99), windowMs)).toBe(record);
    expect(closeWindow(record, minute(10), windowMs)).toEqual({ ...record, finalAt: minute(10) });
  });

  it('becomes final late, never in the past, when nobody looked in time', () => {
    expect(closeWindow(played([0, YES]), minute(5000), windowMs).finalAt).toEqual(minute(5000));
  });

  it('is not changed by a ballot after the window, even if nobody had closed it', () => {
    expect(played([0, YES], [10, NO])).toMatchObject({ state: 'approved', finalAt: minute(10) });
  });

  it('is final at once when it is used', () => {
    expect(finalize(played([0, YES]), minute(2))).toMatchObject({ state: 'approved', finalAt: minute(2) });
    expect(finalize(played([0, BOTH]), minute(2))).toEqual(played([0, BOTH]));
    expect(finalize(OPEN_DECISION, minute(2))).toBe(OPEN_DECISION);
  });

  it('keeps the time at which it first became final', () => {
    const final = finalize(played([0, YES]), minute(2));

    expect(finalize(final, minute(3))).toBe(final);
    expect(closeWindow(final, minute(30), windowMs)).toBe(final);
    expect(closesAt(final, windowMs)).toBeNull();
  });

  it('stays split when the window ends split', () => {
    expect(closeWindow(played([0, BOTH]), minute(10), windowMs)).toMatchObject({
      state: 'split',
      since: null,
      finalAt: null,
    });
  });

  it('has a new window when the tie breaks after the first one', () => {
    expect(played([0, BOTH], [15, BOTH])).toMatchObject({ state: 'split', since: null });
    expect(played([0, BOTH], [15, BOTH], [20, NO])).toMatchObject({
      state: 'rejected',
      since: minute(20),
      finalAt: null,
    });
  });

  it('is self-approved where only the requester could vote', () => {
    const own = tally([ana], [], { requesterCounts: true, voters: 1 });

    expect(played([0, own]).selfApproved).toBe(true);
    expect(played([0, tally([], [ana], { requesterCounts: true })]).selfApproved).toBe(false);
    expect(played([0, own], [1, YES]).selfApproved).toBe(false);
  });
});

describe('a final decision', () => {
  const final = finalize(played([0, YES]), minute(1));

  it('changes by reopening only', () => {
    expect(count(final, 2, NO)).toBe(final);
    expect(supersede(final, minute(2))).toBe(final);
    expect(reopen(final, minute(2))).toEqual({ ...OPEN_DECISION, since: minute(2) });
  });

  it('that was reopened stays open under the ballots it had, however often they are counted', () => {
    const reopened = reopen(final, minute(5));

    expect(count(reopened, 6, tally([bo], [], { castAt: minute(5) }))).toBe(reopened);
    expect(count(reopened, 600, tally([bo], [], { castAt: minute(0) }))).toBe(reopened);
    expect(count(reopened, 600, NONE)).toBe(reopened);
    expect(closesAt(reopened, windowMs)).toBeNull();
  });

  it('that was reopened follows the ballots from a new one on, with a new window', () => {
    const again = count(reopen(final, minute(5)), 60, tally([], [cy], { castAt: minute(59) }));

    expect(again).toEqual({ state: 'rejected', since: minute(60), finalAt: null, selfApproved: false });
  });

  it('that was reopened counts old and new ballots together', () => {
    const reopened = reopen(final, minute(5));

    expect(count(reopened, 60, tally([bo], [cy], { castAt: minute(59) })).state).toBe('split');
  });

  it('has nothing to reopen before it is final', () => {
    const record = played([0, YES]);

    expect(reopen(record, minute(1))).toBe(record);
  });
});

describe('a sibling of an approved take', () => {
  it('is superseded while undecided, and that is final', () => {
    const superseded = { state: 'superseded', since: null, finalAt: minute(3), selfApproved: false };

    expect(supersede(OPEN_DECISION, minute(3))).toEqual(superseded);
    expect(supersede(played([0, BOTH]), minute(3))).toEqual(superseded);
    expect(reopen(supersede(OPEN_DECISION, minute(3)), minute(4)).state).toBe('open');
  });

  it('keeps a decision of its own', () => {
    expect(supersede(played([0, NO]), minute(3)).state).toBe('rejected');
    expect(supersede(played([0, YES]), minute(3)).state).toBe('approved');
  });
});

describe('under any ballots', () => {
  const step = fc.record({ wait: fc.integer({ min: 0, max: 15 }), read: fc.constantFrom(NONE, YES, NO, BOTH) });

  it('a decision says what the ballots say until it is final, and then never again anything else', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let record = OPEN_DECISION;
        let now = 0;
        for (const { wait, read } of steps) {
          now += wait;
          const next = count(record, now, read);
          if (record.finalAt !== null) expect(next).toBe(record);
          else if (next.finalAt === null) expect(next.state).toBe(stateFor(read));
          else expect(next).toEqual({ ...record, finalAt: minute(now) });
          record = next;
        }
      }),
    );
  });

  it('nothing is final before its window was open for ten minutes, and open has no window', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let record = OPEN_DECISION;
        let now = 0;
        for (const { wait, read } of steps) {
          now += wait;
          record = count(record, now, read);
          if (record.state === 'open') expect(record).toEqual(OPEN_DECISION);
          if (record.state === 'approved' || record.state === 'rejected') expect(record.since).not.toBeNull();
          if (record.finalAt === null || record.since === null) continue;
          expect(record.finalAt.getTime() - record.since.getTime()).toBeGreaterThanOrEqual(windowMs);
        }
      }),
    );
  });

  it('asking twice is asking once', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let record = OPEN_DECISION;
        let now = 0;
        for (const { wait, read } of steps) {
          now += wait;
          record = count(record, now, read);
          expect(count(record, now, read)).toBe(record);
        }
      }),
    );
  });

  const stateFor = (read: Tally) =>
    read === NONE ? 'open' : read === YES ? 'approved' : read === NO ? 'rejected' : 'split';
});
