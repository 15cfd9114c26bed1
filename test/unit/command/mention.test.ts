import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange } from '../../../src/core/command/apply-change.ts';
import { readMention } from '../../../src/core/command/read-mention.ts';
import { SLOT_NAMES } from '../../../src/core/template/slots.ts';

const change = (text: string, parentTake: number | null = null) => ({ kind: 'change', parentTake, change: text });

describe('readMention', () => {
  it.each([
    ['slower, at night', change('slower, at night')],
    ['take 2: wider', change('wider', 2)],
    ['Take 02 but wider, please', change('wider', 2)],
    ['t3 – push in!', change('push in', 3)],
    ['like take 2, at dusk', change('at dusk', 2)],
    ['take 2', change('', 2)],
    ['take two steps back', change('take two steps back')],
    ['take 2nd street instead', change('take 2nd street instead')],
    ['again', change('')],
    ['try that again please', change('')],
    ['can you make it slower?', change('make it slower')],
    ['Could we go wider please?', change('go wider')],
    ['please add a dog', change('add a dog')],
    ['no, the other way round', change('no, the other way round')],
    ['--seconds 4', change('--seconds 4')],
  ])('reads a change: %s', (text, reading) => {
    expect(readMention(text)).toEqual(reading);
  });

  it.each([
    '',
    '  ',
    'thanks!',
    'Thank you so much 🙏',
    'ok',
    '👍🏽',
    ':)',
    'that’s perfect',
    'love it ❤️',
    'LGTM',
    'no',
  ])('reads nothing: %s', (text) => {
    expect(readMention(text)).toEqual({ kind: 'nothing' });
  });

  it.each([
    ['what does it cost?', null],
    ['can you explain the price?', null],
    ['take 2: how much?', 2],
    ['is that expensive?', null],
  ])('reads a question about the price: %s', (text, parentTake) => {
    expect(readMention(text)).toEqual({ kind: 'question', about: 'price', parentTake });
  });

  it.each(['how long does this take', 'is it done?', 'help', '?', 'why red ?)'])('reads a question: %s', (text) => {
    expect(readMention(text)).toEqual({ kind: 'question' });
  });
});

describe('applyChange', () => {
  const slots = { subject: 'a horse', lighting: 'golden hour, soft', camera: '35 mm, slow push in' };

  it('takes a change slot by slot', () => {
    expect(applyChange(slots, 'slower, at night and the horse stumbles')).toEqual({
      slots: {
        subject: 'a horse',
        action: 'the horse stumbles',
        lighting: 'soft, at night',
        camera: '35 mm, slow push in, slower',
      },
      changed: [
        { slot: 'action', from: null, to: 'the horse stumbles' },
        { slot: 'lighting', from: 'golden hour, soft', to: 'soft, at night' },
        { slot: 'camera', from: '35 mm, slow push in', to: '35 mm, slow push in, slower' },
      ],
      options: {},
      problem: null,
    });
  });

  it.each([
    ['wider', '35 mm, slow push in, wider'],
    ['make it a slow pan left', '35 mm, a slow pan left'],
    ['tracking shot from the left', '35 mm, tracking shot from the left'],
    ['camera: 50 mm, locked off.', '50 mm, locked off'],
  ])('reads "%s" as camera, in place of what it contradicts', (text, camera) => {
    expect(applyChange(slots, text).slots).toEqual({ ...slots, camera });
  });

  it('replaces a framing by the next one', () => {
    const wider = applyChange(slots, 'wider').slots;

    expect(applyChange(wider, 'closer').slots.camera).toBe('35 mm, slow push in, closer');
  });

  it.each([
    ['a man and a woman, both tired', 'a man and a woman, both tired'],
    ['a horse walks home at night', 'a horse walks home at night'],
    ['she turns around. He laughs!', 'she turns around; He laughs'],
  ])('adds what is no cue to the action, whole: %s', (text, action) => {
    expect(applyChange({ action: 'It runs.' }, text).slots.action).toBe(`It runs; ${action}`);
    expect(applyChange({}, text).slots.action).toBe(action);
  });

  it('honours options, and gives those that are no slots beside them', () => {
    const applied = applyChange(slots, 'wider --seconds 4 --lighting “blue hour” --model animatic', {
      templates: [],
      models: ['animatic'],
    });

    expect(applied).toMatchObject({
      slots: { lighting: 'blue hour', camera: '35 mm, slow push in, wider' },
      options: { seconds: 4, models: ['animatic'] },
      problem: null,
    });
    expect(Object.keys(applied.options)).toEqual(['models', 'seconds']);
  });

  it.each(['make it', 'please change it to', 'the same again, but', 'do it again', 'make it longer'])(
    'adds no words where the change is all in the options: %s',
    (text) => {
      expect(applyChange(slots, `${text} --seconds 2 --ratio 9:16`)).toEqual({
        slots,
        changed: [],
        options: { seconds: 2, ratio: '9:16' },
        problem: null,
      });
    },
  );

  it('takes what was asked for beside such words', () => {
    expect(applyChange({}, 'please make it a red horse --seconds 2').slots).toEqual({ action: 'a red horse' });
    expect(applyChange({}, 'make it longer').slots).toEqual({ action: 'longer' });
    expect(applyChange(slots, 'make it').changed).toEqual([]);
  });

  it('changes nothing where an option can’t be read', () => {
    expect(applyChange(slots, 'wider --secnds 4')).toMatchObject({
      slots,
      changed: [],
      problem: { code: 'unknown_option', nearest: ['--seconds'] },
    });
  });

  it('names exactly the slots that differ, whatever is said', () => {
    const word = fc.constantFrom(
      'wider',
      'at night',
      'pan left',
      ',',
      'and',
      '.',
      'camera:',
      'a dog',
      '--seconds 4',
      '"',
      ';',
    );
    const text = fc
      .array(fc.oneof(word, fc.string({ unit: 'grapheme', maxLength: 5 })))
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(text, (said) => {
        const { slots: next, changed, problem } = applyChange(slots, said);
        const before: Readonly<Partial<Record<string, string>>> = slots;

        expect(changed.map(({ slot }) => slot)).toEqual(SLOT_NAMES.filter((slot) => next[slot] !== before[slot]));
        expect(Object.values(next)).not.toContain('');
        if (problem !== null) expect(next).toEqual(slots);
        expect(['change', 'question', 'nothing']).toContain(readMention(said).kind);
      }),
    );
  });

  it.each(['!', '? ', 'and ', ', ', 'wider, ', '. ', 'a', ' please'])(
    'comes to an end with a million characters of %s',
    (part) => {
      // In quadratic time it would not, within the patience of a test.
      const said = part.repeat(1_000_000 / part.length);
      expect(readMention(`x ${said} x`)).toBeDefined();
      expect(applyChange(slots, `x ${said} x`)).toBeDefined();
    },
  );
});
