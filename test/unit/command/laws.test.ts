import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Brief, REFERENCE_ROLES } from '../../../src/core/command/brief.ts';
import { cleanText, countChars } from '../../../src/core/command/clean-text.ts';
import { OPTION_NAMES } from '../../../src/core/command/options.ts';
import { printBrief } from '../../../src/core/command/print-brief.ts';
import { readCommand } from '../../../src/core/command/read-command.ts';
import { SUB_NAMES } from '../../../src/core/command/sub-command.ts';
import { toLines } from '../../../src/core/command/values.ts';
import { RATIOS } from '../../../src/core/take/ratio.ts';
import { SLOT_NAMES } from '../../../src/core/template/slots.ts';

const words = { templates: ['neutral', 'noir'], models: ['animatic', 'storyboard', 'veo-3.1'] };

/** Pieces that a careless reader would trip over, mixed with any characters at all. */
const piece = fc.oneof(
  fc.constantFrom('"', "'", '“', '”', '‘', '’', '\\', '--', '—', '–', '-', '=', ':', ' ', '\n', ',', '<', '>', '🌅'),
  fc.constantFrom(...OPTION_NAMES, ...SUB_NAMES, ...words.templates, ...words.models, '6', '16:9', 'PV-0042', '$5'),
  fc.constantFrom(
    '--seconds 6',
    '—ratio 16:9',
    '--lighting "golden hour"',
    'constructor',
    '__proto__',
    '\u202e',
    '\ud800',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const anyText = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));
const cleaned = (max: number) => anyText.map(cleanText).filter((text) => text !== '' && countChars(text) <= max);

const anyBrief: fc.Arbitrary<Brief> = fc
  .record({
    scene: cleaned(4000).filter((scene) => /[\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]/u.test(scene)),
    template: fc.constantFrom(null, ...words.templates),
    models: fc.uniqueArray(fc.constantFrom(...words.models)),
    seconds: fc.option(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((seconds) => (seconds === 0 ? 0 : seconds)),
    ),
    ratio: fc.constantFrom(null, ...RATIOS),
    size: fc.option(
      fc.oneof(
        fc.record({ width: fc.integer({ min: 2, max: 99_999 }), height: fc.integer({ min: 2, max: 99_999 }) }),
        fc.constantFrom(480, 720, 1080).map((lines) => toLines(lines, null)),
      ),
    ),
    takes: fc.option(fc.integer({ min: 1, max: 4 })),
    seed: fc.option(fc.integer({ min: 0, max: 2 ** 31 - 1 })),
    shot: fc.constantFrom(null, 'PV-0042', 'SEQ010_SH0040'),
    refs: fc.array(
      fc.record({ role: fc.constantFrom(...REFERENCE_ROLES), url: fc.webUrl({ validSchemes: ['https'] }) }),
      { maxLength: 3 },
    ),
    tier: fc.constantFrom(null, 'draft' as const, 'final' as const),
    slots: fc.dictionary(fc.constantFrom(...SLOT_NAMES), cleaned(1000), { noNullPrototype: true }),
  })
  .map((brief) => {
    const lines = brief.size !== null && 'lines' in brief.size ? brief.size.lines : undefined;
    return lines === undefined ? brief : { ...brief, size: toLines(lines, brief.ratio) };
  });

describe('readCommand', () => {
  it('gives back the brief that was printed', () => {
    fc.assert(
      fc.property(anyBrief, (brief) => {
        expect(readCommand(printBrief(brief), words)).toEqual({ kind: 'brief', brief });
      }),
      { numRuns: 300 },
    );
  });

  it('answers any text with exactly one reading, and a read brief survives printing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const reading = readCommand(text, words);

        if (reading.kind === 'brief' || reading.kind === 'ambiguous') {
          expect(readCommand(printBrief(reading.brief), words)).toEqual({ kind: 'brief', brief: reading.brief });
        } else {
          expect(['form', 'sub', 'problem']).toContain(reading.kind);
        }
        if (reading.kind === 'problem') expect(reading.hint).toMatch(/\S.*[.]$/su);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['word ', '—abcd ', '"', '" ', "'x ", '--', '“a ', '\\"', '—seconds', "--lighting='", '--a,'])(
    'comes to an end with a million characters of %s',
    (part) => {
      // In quadratic time it would not, within the patience of a test.
      expect(readCommand(part.repeat(1_000_000 / part.length), words).kind).not.toBe('form');
      expect(readCommand(`x --dialogue "${part.repeat(1_000_000 / part.length)}`, words).kind).not.toBe('form');
    },
  );
});
