import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readIsoWeek } from '../../../src/core/budget/period.ts';
import type { Card } from '../../../src/core/card/card.ts';
import { countWeek, isEmptyWeek, savedBy } from '../../../src/core/digest/count-week.ts';
import { toDigestCard } from '../../../src/core/digest/digest-card.ts';
import { DEFAULT_DIGEST } from '../../../src/core/digest/digest-settings.ts';
import type { CountedTake, DigestBudget, DigestSpan } from '../../../src/core/digest/facts.ts';
import { toAltText, toPicture } from '../../../src/core/digest/picture.ts';
import { daysOf, monthOf, spanOf, toWeekWords, weeksBefore } from '../../../src/core/digest/span.ts';
import { toHours, toRounded, toShort } from '../../../src/core/digest/words.ts';
import { messageId, personId, shotId, takeId } from '../../../src/core/ids.ts';
import { sumMicros } from '../../../src/core/money/micros.ts';

function spanIn(zone: string, week = '2026-W47', now = new Date('2026-12-31T00:00:00Z')): DigestSpan {
  const found = readIsoWeek(week, zone);
  const span = found === null ? null : spanOf(found, now, zone);
  if (span === null) throw new Error(`no week ${week}`);
  return span;
}

const SPAN = spanIn('Europe/Berlin');
const hour = (hours: number) => new Date(SPAN.week.from.getTime() + hours * 3_600_000);

/** Takes that ended and were decided up to five weeks before and a little after the week. */
const take: fc.Arbitrary<CountedTake> = fc
  .record({
    n: fc.integer({ min: 0, max: 1_000_000 }),
    end: fc.option(fc.integer({ min: -900, max: 167 })),
    decided: fc.option(fc.integer({ min: 0, max: 300 })),
    billed: fc.constantFrom(0n, 1n, 131_250n, 999_999n),
    hasClip: fc.boolean(),
    decision: fc.constantFrom('approved', 'rejected', 'superseded'),
    shot: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ n, end, decided, billed, hasClip, decision, shot }): CountedTake => {
    const isDecided = end !== null && hasClip && decided !== null;
    return {
      id: takeId(`t${n}`),
      shot: shotId(`s${shot}`),
      slug: `PV-${shot}`,
      number: 1,
      model: `m${n % 3}`,
      template: 'neutral',
      askedBy: personId(`p${n % 4}`),
      seconds: 5,
      state: end === null ? 'rendering' : hasClip ? 'delivered' : 'failed',
      failure: end === null || hasClip ? null : 'provider_failed',
      heldAt: hour((end ?? 0) - 1),
      amount: billed,
      endedAt: end === null ? null : hour(end),
      billed: end === null ? 0n : billed,
      hasClip: end !== null && hasClip,
      decision: isDecided ? decision : 'open',
      finalAt: isDecided ? hour((end ?? 0) + decided) : null,
      approvals: 0,
      rejections: 0,
      shotAt: hour(-1_000),
      clip: messageId('1'),
      thread: messageId('2'),
    };
  });

const BUDGET: DigestBudget = {
  kind: 'month',
  period: '2026-11',
  cap: 50_000_000n,
  granted: 0n,
  spent: 0n,
  held: 0n,
  endsOn: null,
};

describe('a week’s numbers', () => {
  it('add up, whatever happened', () => {
    fc.assert(
      fc.property(fc.array(take, { maxLength: 60 }), (takes) => {
        const count = countWeek(takes, SPAN);
        const decided = [count.approved, count.rejected, count.superseded];

        expect(sumMicros(count.spentByDay)).toBe(count.spent);
        for (const shares of [count.byModel, count.byTemplate, count.byPerson]) {
          expect(sumMicros(shares.map(({ spent }) => spent))).toBe(count.spent);
          expect(shares.reduce((sum, { made }) => sum + made, 0)).toBe(count.made);
          expect(shares.reduce((sum, { approved }) => sum + approved, 0)).toBe(count.approved.takes.length);
        }
        for (const { takes: of, paid, free } of decided) expect(paid + free).toBe(of.length);
        expect(count.spent + sumMicros(count.spentBefore)).toBeLessThanOrEqual(
          sumMicros(takes.map(({ billed }) => billed)),
        );
        expect(count.month.forecast).toBeGreaterThanOrEqual(count.month.spent);
      }),
    );
  });

  it('count every clip once: decided in some week, or open', () => {
    fc.assert(
      fc.property(fc.array(take, { maxLength: 60 }), (takes) => {
        const count = countWeek(takes, SPAN);
        const decided = takes.filter(({ finalAt }) => finalAt !== null && finalAt < SPAN.until).length;
        expect(count.open.length + decided).toBe(takes.filter(({ hasClip }) => hasClip).length);
      }),
    );
  });

  it('of nothing are an empty week', () => {
    expect(isEmptyWeek(countWeek([], SPAN))).toBe(true);
  });

  it('tell what was saved, and what was not', () => {
    const approval = { shots: 2, takes: 5, minutes: 300, cost: 3_000_000n };
    expect(savedBy(approval, { minutes: 360, cost: 400_000_000n })).toEqual({ minutes: 420, cost: 797_000_000n });
    expect(savedBy(approval, { minutes: 60, cost: 0n })).toEqual({ minutes: -180, cost: -3_000_000n });
  });
});

const rowsOf = (card: Card) => card.body.find((block) => block.kind === 'table')?.rows ?? [];

/** Of a line, where a chat draws the table in letters of one width, with two spaces between its columns. */
const widthOf = (rows: readonly (readonly string[])[]) =>
  [0, 1, 2, 3].reduce(
    (sum, at) => sum + 2 + Math.max(at === 0 ? 0 : 5, ...rows.map((row) => row[at]?.length ?? 0)),
    -2,
  );

describe('a digest’s card', () => {
  it('is three lines, the picture and a short table, and no wall', () => {
    fc.assert(
      fc.property(fc.array(take, { minLength: 1, maxLength: 200 }), (takes) => {
        const count = countWeek(takes, SPAN);
        const settings = { ...DEFAULT_DIGEST, people: true, baseline: { minutes: 360, cost: 1n } };
        const image = { media: 'takes/ab/ab.png', alt: 'a picture' };
        const card = toDigestCard({ span: SPAN, count, budget: BUDGET, settings, channelName: null, image });

        expect(card.body.slice(0, 4).map(({ kind }) => kind)).toEqual(['line', 'line', 'line', 'image']);
        const isDecided = [count.approved, count.rejected, count.superseded].some(({ takes: of }) => of.length > 0);
        expect(card.body[4]?.kind === 'table').toBe(isDecided);
        for (const row of rowsOf(card)) expect(row[1]).not.toBe('0');
        expect(widthOf(rowsOf(card))).toBeLessThanOrEqual(38);
        expect(card.body.length).toBeLessThanOrEqual(12);
        expect(card.text.length).toBeLessThan(2_600);
      }),
    );
  });

  it('has every number of the picture in its words', () => {
    fc.assert(
      fc.property(fc.array(take, { maxLength: 60 }), (takes) => {
        const picture = toPicture({ title: '', span: SPAN, count: countWeek(takes, SPAN), budget: BUDGET });
        const alt = toAltText(picture);
        for (const { label, said } of picture.spend.days)
          expect(alt).toContain(`${label} ${said === '' ? '$0' : said}`);
        for (const { label, count } of picture.decisions.bars) expect(alt).toContain(`${label.toLowerCase()} ${count}`);
      }),
    );
  });

  it.each([
    ['day', { kind: 'day', period: '2026-11-22', cap: 4_000_000n }, '$4.00 a day'],
    ['month', {}, '$1.67 a day keeps November’s $50.00'],
    ['job with an end', { kind: 'job', period: 'job:7', endsOn: '2026-11-25' }, '$5.00 a day lasts until 2026-11-25'],
  ] as const)('draws the line of a %s', (_, budget, label) => {
    const picture = toPicture({ title: '', span: SPAN, count: countWeek([], SPAN), budget: { ...BUDGET, ...budget } });
    expect(picture.spend.line?.label).toBe(label);
  });

  it('draws no line for a job without an end', () => {
    const budget = { ...BUDGET, kind: 'job', period: 'job:7' } as const;
    expect(toPicture({ title: '', span: SPAN, count: countWeek([], SPAN), budget }).spend.line).toBeNull();
  });
});

describe('a span', () => {
  it('has seven days, also where a clock change makes one shorter', () => {
    const hours = daysOf(spanIn('America/New_York', '2026-W10')).map(
      ({ from, to }) => (to.getTime() - from.getTime()) / 3_600_000,
    );
    expect(hours).toEqual([24, 24, 24, 24, 24, 24, 23]);
  });

  it('knows the weeks before across a year', () => {
    expect(weeksBefore(spanIn('UTC', '2026-W02')).map(({ key }) => key)).toEqual([
      '2026-W01',
      '2025-W52',
      '2025-W51',
      '2025-W50',
    ]);
  });

  it('belongs to the month of its last instant', () => {
    expect(monthOf(spanIn('Asia/Kolkata', '2026-W44')).name).toBe('November');
    expect(toWeekWords(spanIn('UTC', '2026-W44'))).toBe('Oct 26 – Nov 1');
  });

  it('ends now while the week runs, and is none before it began', () => {
    const now = new Date('2026-11-18T12:00:00Z');
    expect(spanIn('UTC', '2026-W47', now)).toMatchObject({ until: now, partial: true });
    expect(() => spanIn('UTC', '2026-W48', now)).toThrow('no week');
  });
});

it.each([
  [9_440_000n, '$9.44', '$9.44'],
  [3_500n, '$0.0035', '$0.00'],
  [2_091_785_000n, '$2,091.79', '$2.1k'],
  [123_456_789n, '$123.46', '$123'],
])('%s micros are %s, above a bar %s', (micros, rounded, short) => {
  expect([toRounded(micros), toShort(micros)]).toEqual([rounded, short]);
});

it.each([
  [45, '45 min'],
  [312, '5.2 h'],
  [-60, '1 h'],
  [60 * 24 * 12, '12 days'],
])('%i minutes are %s', (minutes, words) => {
  expect(toHours(minutes)).toBe(words);
});
