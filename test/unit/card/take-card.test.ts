import { describe, expect, it } from 'vitest';
import { failureWords } from '../../../src/core/card/failure-words.ts';
import { toTakeCard } from '../../../src/core/card/take-card.ts';
import { toNoClipWords } from '../../../src/core/card/take-state.ts';
import { DEFAULT_POLICY } from '../../../src/core/channel/policy.ts';
import { personId } from '../../../src/core/ids.ts';
import { FAILURE_CODES } from '../../../src/core/take/failure.ts';
import { freeModel, paidModel } from '../model/models.ts';
import { ana, approved, ben, cardContext, deliveredView, minutesAgo, NOW, takeView, verbsOf } from './views.ts';

const textOf = (view = takeView(), context = cardContext()) => toTakeCard(view, context).text;

describe('a running take', () => {
  it('tells its slug, number, requester, state and usual time', () => {
    const text = textOf(takeView({ parentNumber: 1 }));

    expect(text).toContain('SEQ010_SH0040 · take 3, from take 1');
    expect(text).toContain('Asked by U-ana · Paid One · 6 s · 16:9 · draft');
    expect(text).toContain('Rendering · started 2026-11-21 09:58 UTC · usually about 1 min 20 s');
  });

  it('carries its start as a time, so that a surface can let it tick', () => {
    const { body } = toTakeCard(takeView(), cardContext());

    expect(body).toContainEqual({ kind: 'line', line: expect.arrayContaining([{ at: minutesAgo(2) }]) });
  });

  it('says that it is slow after twice the usual time', () => {
    expect(textOf(takeView({ createdAt: minutesAgo(3) }))).toContain('so this one is slow');
    expect(textOf(takeView({ createdAt: minutesAgo(2) }))).not.toContain('slow');
  });

  it('holds its money and shows what is left', () => {
    const text = textOf();

    expect(text).toContain('Cost: $0.60 held');
    expect(text).toContain('Left: $48.20 of $50.00 this month');
  });

  it('says who stops it, and offers no second Cancel', () => {
    const card = toTakeCard(takeView({ cancelBy: ben }), cardContext());

    expect(card.text).toContain('U-ben asked to cancel');
    expect(card.buttons).toEqual([]);
  });

  it('shows what was snapped', () => {
    expect(textOf(takeView({ notes: ['7 s became 6 s.'] }))).toContain('7 s became 6 s.');
  });

  it('shows the measure that the provider tells, else none', () => {
    const blocksOf = (progress: number | null) => toTakeCard(takeView({ progress }), cardContext()).body;

    expect(blocksOf(0.4)).toContainEqual({ kind: 'progress', value: 0.4, label: 'Rendering' });
    expect(blocksOf(null)).toContainEqual({ kind: 'progress', value: null, label: 'Rendering' });
  });
});

describe('what a take costs', () => {
  it.each([
    [{ estimate: 0n }, 'Free'],
    [{ cost: 600_000n }, 'Cost: $0.60\n'],
    [{ cost: 400_000n }, '$0.40 of $0.60 held'],
    [{ cost: 900_000n }, '$0.90, more than the $0.60 held'],
    [{ state: 'canceled', cost: 0n }, 'Nothing charged; $0.60 is free again'],
    [{ estimate: 0n, cost: 0n }, 'Free'],
  ] as const)('reads %o', (patch, words) => {
    expect(textOf(takeView(patch))).toContain(words);
  });
});

describe('a delivered take', () => {
  it('tells N of M and who voted', () => {
    const policy = { ...DEFAULT_POLICY, approveQuorum: 2 };
    const ballots = [
      { person: ben, vote: 'approve', counted: true },
      { person: personId('U-guest'), vote: 'reject', counted: false },
    ] as const;

    const text = textOf(deliveredView({ ballots }), cardContext({ policy }));

    expect(text).toContain('Review: Open · 1 of 2 ✅ by U-ben · 0 of 1 ❌ · not counted: U-guest');
  });

  it('asks two of each for a final where four can vote', () => {
    const text = textOf(deliveredView({ tier: 'final' }), cardContext({ voters: 4 }));

    expect(text).toContain('0 of 2 ✅ · 0 of 2 ❌');
  });

  it('says until when a decision follows the votes, and since when it is final', () => {
    const ballots = [{ person: ben, vote: 'approve', counted: true }] as const;

    const running = textOf(deliveredView({ decision: approved(null), ballots }));
    const final = textOf(deliveredView({ decision: approved(NOW), ballots }));

    expect(running).toContain('Approved by U-ben · 1 of 1 · votes may still change; final 2026-11-21 10:06 UTC');
    expect(final).toContain('Approved by U-ben · final, 2026-11-21 10:00 UTC');
  });

  it('marks a self-approved one', () => {
    const decision = { ...approved(NOW), selfApproved: true };
    const ballots = [{ person: ana, vote: 'approve', counted: true }] as const;

    expect(textOf(deliveredView({ decision, ballots }))).toContain('self-approved: nobody else can vote here');
  });

  it('offers every use but the one that it has, once approved', () => {
    const view = deliveredView({ decision: approved(null), disposition: 'cut' });

    const { buttons, text } = toTakeCard(view, cardContext());

    const uses = buttons.filter(({ verb }) => verb === 'dispose').map(({ argument }) => argument);
    expect(uses).toEqual(['boarded', 'client-deck', 'reference']);
    expect(text).toContain('Used for: Cut');
  });

  it('prices the final by what that model makes of its seconds', () => {
    const finalModel = paidModel({ name: 'final-1', seconds: { kind: 'list', values: [4] } });
    const view = deliveredView({ decision: approved(NOW) });

    const [final] = toTakeCard(view, cardContext({ finalModel })).buttons.filter(({ verb }) => verb === 'final');

    expect(final?.label).toBe('Render final · $0.40');
  });

  it('offers no final without a model, without a price, or from a final', () => {
    const view = deliveredView({ decision: approved(NOW) });
    const offers = (context: Parameters<typeof cardContext>[0], shown = view) =>
      verbsOf(toTakeCard(shown, cardContext(context))).includes('final');

    expect(offers({})).toBe(true);
    expect(offers({ finalModel: null })).toBe(false);
    expect(offers({ finalModel: paidModel({ prices: [] }) })).toBe(false);
    expect(offers({}, deliveredView({ decision: approved(NOW), tier: 'final' }))).toBe(false);
    expect(offers({ finalModel: freeModel() })).toBe(true);
  });

  it('says where an undeliverable clip can be had', () => {
    expect(textOf(deliveredView({ state: 'undeliverable' }))).toContain('/previz show SEQ010_SH0040');
  });
});

describe('a take without a clip', () => {
  it.each(FAILURE_CODES)('says what happened and what to do next: %s', (failure) => {
    const card = toTakeCard(takeView({ state: 'failed', failure, cost: 0n }), cardContext());

    const { happened, next } = failureWords(failure);
    expect(card.text).toContain(`Failed. ${happened} ${next}`);
    expect(card.tone).toBe('bad');
    expect(card.buttons.length).toBeGreaterThan(0);
  });

  it.each(FAILURE_CODES)('says the same on a plain line, without the vendor’s own text: %s', (failure) => {
    const view = takeView({ state: 'failed', failure, detail: '{"error":{"code":"blocked_7"}}' });

    const { happened, next } = failureWords(failure);
    expect(toNoClipWords(view)).toBe(`failed. ${happened} ${next}`);
  });

  it('offers other words, not the same again, where the words were refused', () => {
    const view = takeView({ state: 'refused', failure: 'moderation_prompt', cost: 0n });

    expect(verbsOf(toTakeCard(view, cardContext()))).toEqual(['remix']);
  });
});

describe('a take whose money is unknown', () => {
  const lost = (minutes: number, estimate = 600_000n) =>
    toTakeCard(takeView({ state: 'unknown', stateAt: minutesAgo(minutes), estimate }), cardContext());

  it('lets the requester take a small one as charged at once', () => {
    const card = lost(1);

    expect(verbsOf(card)).toEqual(['charged']);
    expect(card.text).toContain('$0.60 stays held');
    expect(card.text).toContain('U-ana may take it as charged now');
  });

  it('waits a day for proof where it is a dollar or more', () => {
    expect(verbsOf(lost(1, 1_000_000n))).toEqual([]);
    expect(verbsOf(lost(24 * 60 - 1, 1_000_000n))).toEqual([]);
  });

  it('lets an owner settle it either way after a day, with the time to look at', () => {
    const card = lost(24 * 60, 1_000_000n);

    expect(verbsOf(card)).toEqual(['charged', 'not-charged']);
    expect(card.text).toContain('the usage page of somebody between 2026-11-21 09:58 UTC and 2026-11-20 10:00 UTC');
  });
});
