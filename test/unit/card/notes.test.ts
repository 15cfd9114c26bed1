import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Suggestion } from '../../../src/core/budget/fit.ts';
import { DEFAULT_PACE } from '../../../src/core/budget/pace.ts';
import { confirmCard, duplicateCard, overCapCard, ownerCard, paceCard } from '../../../src/core/card/ask-cards.ts';
import { frozenCard, noticeCard, refusedCard, stoppedCard } from '../../../src/core/card/brake-cards.ts';
import type { Card } from '../../../src/core/card/card.ts';
import { toFitCommand } from '../../../src/core/card/fit-command.ts';
import { HELP_TOPICS, OVERVIEW } from '../../../src/core/card/help-topics.ts';
import {
  ambiguousCard,
  apologyCard,
  decisionLine,
  helpCard,
  problemCard,
  reasonInvite,
  rootVoteHint,
  toNote,
  unknownLine,
} from '../../../src/core/card/notes.ts';
import { toText } from '../../../src/core/card/to-card.ts';
import { readCommand } from '../../../src/core/command/read-command.ts';
import { SUB_NAMES } from '../../../src/core/command/sub-command.ts';
import { actId } from '../../../src/core/ids.ts';
import { approved, ben, cardContext, deliveredView, NOW, piecesOf, request, takeView, verbsOf } from './views.ts';

const WORDS = { templates: ['neutral'], models: ['animatic', 'paid-1', 'veo'] };

const fit: Suggestion = {
  model: 'paid-1',
  seconds: 4,
  size: '1280x720',
  takes: 2,
  changes: ['shorter'],
  price: 800_000n,
};

const view = deliveredView({ decision: approved(NOW), ballots: [{ person: ben, vote: 'approve', counted: true }] });

const purse = cardContext().purse ?? expect.fail('the context has a purse');

const all: Readonly<Record<string, Card>> = {
  note: toNote('plain', [['one ', { code: 'two' }], [{ person: ben }]]),
  confirm: confirmCard({ request: request(), left: 5_000_000n, understood: ['lighting: dusk'] }),
  duplicate: duplicateCard({ request: request(), left: 5_000_000n }),
  overCap: overCapCard({ request: request(), left: 900_000n, scope: 'ch/W/C', alone: null, fits: [fit] }),
  owner: ownerCard({ request: request(), over: { left: 0n, scope: 'us/W/U-ana', alone: null }, channelName: 'boards' }),
  pace: paceCard({ live: 3, hour: 4, limits: DEFAULT_PACE }),
  refused: refusedCard('job-over'),
  stopped: stoppedCard({ by: 'ana', at: NOW }),
  frozen: frozenCard('ws/W'),
  notice: noticeCard(80, { ...purse, settled: 40_000_000n, held: 0n }),
  problem: problemCard({ kind: 'problem', code: 'bad_value', word: '7:3', hint: 'Say 16:9.', nearest: ['4:3'] }),
  ambiguous: ambiguousCard({ actId: actId('act-1'), scene: 'log cabin', command: 'log cabin' }),
  decision: decisionLine(view, [2, 1]),
  unknown: unknownLine(takeView({ state: 'unknown' }), 'no answer'),
  apology: apologyCard(view.id),
  rootVote: rootVoteHint(),
  reason: reasonInvite(view),
  help: helpCard(null),
};

describe('every note', () => {
  it.each(Object.entries(all))('says in its plain text all that it shows: %s', (_, card) => {
    for (const piece of piecesOf(card)) expect(card.text).toContain(piece);
    expect(card.text).not.toMatch(/undefined|null|NaN|\[object/);
  });

  it('shows people by name where a surface knows names', () => {
    const card = toNote('plain', [['Ask ', { person: ben }, '.']]);

    expect(toText(card, (person) => (person === ben ? 'Ben' : person))).toBe('Ask Ben.');
  });
});

describe('a request that costs', () => {
  it('shows price, what is left, what was snapped and understood, and runs on a click', () => {
    const { text, buttons } = all['confirm'] ?? expect.fail();

    expect(text).toContain('2 takes of SH0040 · paid-1 · 6 s · 1280×720: $1.20');
    expect(text).toContain('Changed: lighting: dusk');
    expect(text).toContain('the lighthouse, closer');
    expect(text).toContain('Left to spend: $5.00.');
    expect(text).toContain('7 s became 6 s.');
    expect(buttons.map(({ verb, target, label }) => [verb, target, label])).toEqual([
      ['run', 'request-1', 'Run for $1.20'],
      ['edit', 'request-1', 'Edit'],
      ['drop', 'request-1', 'No'],
    ]);
  });

  it('offers something larger beside it, as the command that asks for it', () => {
    const offers = [{ label: '8 s, $1.60', command: 'a lighthouse --seconds 8' }];

    const { buttons } = confirmCard({ request: request(), left: 5_000_000n, understood: null, offers });

    expect(buttons.find(({ verb }) => verb === 'fit')).toMatchObject({
      argument: 'a lighthouse --seconds 8',
      label: '8 s, $1.60',
    });
  });

  it('asks whether the same again was meant', () => {
    expect(verbsOf(all['duplicate'] ?? expect.fail())).toEqual(['run', 'drop']);
  });

  it('tells what is short, what would fit, and whom to ask', () => {
    const card = all['overCap'] ?? expect.fail();

    expect(card.text).toContain('more than what is left in this channel’s budget: $0.90');
    expect(card.text).toContain('What would fit: 4 s · $0.80.');
    expect(verbsOf(card)).toEqual(['fit', 'ask']);
  });

  it('says of a dear one only that an owner has to agree', () => {
    const { text } = overCapCard({ request: request(), left: 9_000_000n, scope: null, alone: 5_000_000n, fits: [] });

    expect(text).toContain('more than one person may order alone ($5.00 at most), so a budget owner has to agree');
    expect(text).not.toContain('What would fit');
  });

  it('lets an owner approve the price or decline it', () => {
    const { buttons, text } = all['owner'] ?? expect.fail();

    expect(buttons.map(({ verb, label }) => [verb, label])).toEqual([
      ['grant', 'Approve $1.20'],
      ['decline', 'Decline'],
    ]);
    expect(text).toContain('U-ana asks for 2 takes of SH0040');
  });

  it('tells the two limits of the pace apart', () => {
    const textOf = (live: number, hour: number) => paceCard({ live, hour, limits: DEFAULT_PACE }).text;

    expect(textOf(3, 10)).toContain('You have 3 paid takes running; 3 at once');
    expect(textOf(1, 10)).toContain('10 paid takes within the hour; 10 is');
  });

  it('gives each fit a command that reads as what it says', () => {
    const sizes = fc.constantFrom('1280x720', '640x360');
    const changes = fc.subarray<Suggestion['changes'][number]>(['fewer', 'shorter', 'smaller', 'cheaper'], {
      minLength: 1,
    });
    const numbers = fc.record({ seconds: fc.integer({ min: 1, max: 60 }), takes: fc.integer({ min: 1, max: 4 }) });
    fc.assert(
      fc.property(numbers, sizes, changes, (some, size, changed) => {
        const read = readCommand(toFitCommand(request(), { ...fit, ...some, size, changes: changed }), WORDS);

        const width = Number(size.split('x')[0]);
        expect(read).toMatchObject({
          kind: 'brief',
          brief: {
            ...request().brief,
            ...some,
            models: ['paid-1'],
            shot: 'SH0040',
            size: changed.includes('smaller') ? { width } : null,
          },
        });
      }),
    );
  });
});

describe('a notice', () => {
  it('tells the share, the sum and what is left', () => {
    expect((all['notice'] ?? expect.fail()).text).toContain(
      '80 % of this channel’s budget is used\n$40.00 of $50.00 this month is spent or held (80 %); $10.00 is left.',
    );
  });

  it('counts what was granted beyond the cap', () => {
    const row = { ...purse, settled: 60_000_000n, held: 0n, granted: 10_000_000n };

    expect(noticeCard(100, row).text).toContain('$60.00 of $60.00 this month');
  });
});

describe('a word that can’t be read', () => {
  it('comes with the hint, and with the nearest names that the hint leaves out', () => {
    expect((all['problem'] ?? expect.fail()).text).toContain('Say 16:9.\nNearest: 4:3');
    expect(
      problemCard({ kind: 'problem', code: 'bad_value', word: 'x', hint: 'Did you mean 4:3?', nearest: ['4:3'] }).text,
    ).not.toContain('Nearest');
  });

  it('that could be both asks, with the words to read again', () => {
    const { buttons } = all['ambiguous'] ?? expect.fail();

    expect(buttons.map(({ verb, target, argument }) => [verb, target, argument])).toEqual([
      ['scene', 'act-1', 'log cabin'],
      ['command', 'act-1', 'log cabin'],
    ]);
  });
});

describe('a final decision', () => {
  it('tells who approved, and the superseded siblings in order', () => {
    expect((all['decision'] ?? expect.fail()).text).toBe(
      'SEQ010_SH0040 take 3 is approved by U-ben. It is the pick. Takes 1 and 2 are superseded.',
    );
  });

  it('tells a rejection', () => {
    const decision = { state: 'rejected', since: null, finalAt: NOW, selfApproved: false } as const;

    const card = decisionLine(deliveredView({ decision, ballots: [{ person: ben, vote: 'reject', counted: true }] }));

    expect(card.text).toBe('SEQ010_SH0040 take 3 is rejected by U-ben. That is final.');
  });
});

describe('the line about unknown money', () => {
  it('names no amount, for anybody may read it', () => {
    expect((all['unknown'] ?? expect.fail()).text).not.toMatch(/\$|\d\.\d/);
  });
});

describe('the help', () => {
  it.each(SUB_NAMES)('has examples of %s that read as what they are told for', (topic) => {
    const examples = HELP_TOPICS[topic].examples;
    expect(examples.length).toBeGreaterThan(0);
    const words = { templates: ['neutral'], models: ['animatic'] };
    const kinds = examples.map(({ write }) => readCommand(write.replace('/previz ', ''), words)).map(toKind);
    const others: Partial<Record<string, string>> = { models: 'brief', digest: 'log' };
    for (const kind of kinds) expect([topic, others[topic]]).toContain(kind);
  });

  it('begins with examples that all read', () => {
    const kinds = OVERVIEW.examples.map(({ write }) => toKind(readCommand(write.replace('/previz ', ''), WORDS)));

    expect(kinds).toEqual(['brief', 'brief', 'brief', 'status', 'models']);
  });
});

const toKind = (read: ReturnType<typeof readCommand>) => (read.kind === 'sub' ? read.command.kind : read.kind);
