import { describe, expect, it } from 'vitest';
import { type Brief, toBrief } from '../../../src/core/command/brief.ts';
import type { ReadCommand, Vocabulary } from '../../../src/core/command/read.ts';
import { readCommand } from '../../../src/core/command/read-command.ts';

const words: Vocabulary = {
  templates: ['neutral', 'noir', 'handheld-documentary'],
  models: ['animatic', 'storyboard'],
};
const read = (text: string): ReadCommand => readCommand(text, words);
const brief = (scene: string, more: Partial<Brief> = {}) => ({ kind: 'brief', brief: { ...toBrief(scene), ...more } });
const problem = (text: string) => {
  const result = read(text);
  if (result.kind !== 'problem') throw new Error(`no problem but ${result.kind}: ${text}`);
  return result;
};

describe('a scene with options', () => {
  it('opens the form when nothing is written', () => {
    expect(read('')).toEqual({ kind: 'form' });
    expect(read(' \n\t\u200e ')).toEqual({ kind: 'form' });
  });

  it('reads every option wherever it stands', () => {
    const text =
      '--template noir a man --model animatic,storyboard walks --seconds 6.5 home --ratio 2.35 --size 720p --takes 3 ' +
      '--seed 7 --shot sh0040 --ref first:https://example.com/a.png --ref https://example.com/b.png --draft --lighting "golden hour"';

    expect(read(text)).toEqual(
      brief('a man walks home', {
        template: 'noir',
        models: ['animatic', 'storyboard'],
        seconds: 6.5,
        ratio: '2.39',
        size: { width: 1280, height: 536, lines: 720 },
        takes: 3,
        seed: 7,
        shot: 'SH0040',
        refs: [
          { role: 'first', url: 'https://example.com/a.png' },
          { role: 'style', url: 'https://example.com/b.png' },
        ],
        tier: 'draft',
        slots: { lighting: 'golden hour' },
      }),
    );
  });

  it.each(['--seconds 6', '--seconds=6', '—seconds 6', '–seconds=6', '―SECONDS 6s', '--Seconds:6', '‒seconds "6"'])(
    'reads the dash and the value of %s',
    (option) => {
      expect(read(`a horse ${option}`)).toEqual(brief('a horse', { seconds: 6 }));
    },
  );

  it.each([
    '"golden hour"',
    '“golden hour”',
    '„golden hour“',
    '‟golden hour”',
    "'golden hour'",
    '‘golden hour’',
    '“golden hour"',
  ])('reads the quotes of %s', (quoted) => {
    expect(read(`a horse --lighting ${quoted}`)).toEqual(brief('a horse', { slots: { lighting: 'golden hour' } }));
    expect(read(`a horse —lighting=${quoted} runs`)).toEqual(
      brief('a horse runs', { slots: { lighting: 'golden hour' } }),
    );
  });

  it.each([
    ['16x9', '16:9'],
    ['9:16', '9:16'],
    ['1.85:1', '1.85'],
    ['2.39:1', '2.39'],
    ['2.35', '2.39'],
    ['4/5', '4:5'],
  ] as const)('reads the ratio %s', (text, ratio) => {
    expect(read(`x y --ratio ${text}`)).toEqual(brief('x y', { ratio }));
  });

  it.each([
    ['3:7', '9:16'],
    ['21:9', '2.39'],
    ['2.76', '2.39'],
    ['9x1', '2.39'],
    ['5:4', '4:3'],
  ] as const)('takes the nearest shape for %s, and keeps what was asked', (text, ratio) => {
    expect(read(`x y --ratio ${text}`)).toEqual(brief('x y', { ratio, askedRatio: text }));
  });

  it('turns lines into the frame of the ratio, in either order', () => {
    const upright = { ratio: '9:16', size: { width: 1080, height: 1920, lines: 1080 } } as const;

    expect(read('a horse --size 1080p --ratio 9:16')).toEqual(brief('a horse', upright));
    expect(read('a horse --ratio 9:16 --size 1080p')).toEqual(brief('a horse', upright));
    expect(read('a horse --size 1920x1080')).toEqual(brief('a horse', { size: { width: 1920, height: 1080 } }));
  });

  it('keeps seconds that no model can do, for they are snapped later', () => {
    expect(read('a horse --seconds 0')).toEqual(brief('a horse', { seconds: 0 }));
    expect(read('a horse --seconds -3')).toEqual(brief('a horse', { seconds: -3 }));
    expect(read('a horse --seconds -0.0000010000000000000002')).toEqual(
      brief('a horse', { seconds: -0.0000010000000000000002 }),
    );
    expect(read('a horse --seconds 1e9')).toEqual(brief('a horse', { seconds: 1e9 }));
  });

  it('takes the quotes off a scene that is one quoted whole and leaves those inside a scene', () => {
    expect(read('“a horse --draft” --seconds 6')).toEqual(brief('a horse --draft', { seconds: 6 }));
    expect(read('"Run!" she says')).toEqual(brief('"Run!" she says'));
    expect(read('"Run!" --seconds 6 she says')).toEqual(brief('"Run!" she says', { seconds: 6 }));
    expect(read(`rock 'n' roll, the '80s, 6' tall`)).toEqual(brief(`rock 'n' roll, the '80s, 6' tall`));
  });

  it('reads an apostrophe in single quotes as part of the value', () => {
    expect(read(`a horse --dialogue 'don't stop'`)).toEqual(brief('a horse', { slots: { dialogue: "don't stop" } }));
  });
});

describe('prose', () => {
  it.each([
    'a man — tired — walks',
    'a man —tired and wet— walks',
    'a man –he is late– runs',
    'a coat —red and torn— flaps',
    'a well-known street -- at night',
    'stop—camera rolls',
    'fade in -- 5 seconds later --',
    'a -5 degree morning',
    '<script>alert(1)</script>',
    'سيارة تسير في الصحراء',
    'a family 👨‍👩‍👧 at dusk 🌅',
    'a:b c=d @everyone #general',
    'a —camera— rolls',
    '__proto__ constructor toString',
  ])('stays prose: %s', (scene) => {
    expect(read(scene)).toEqual(brief(scene));
  });

  it('loses control and bidi characters, and its newlines become spaces', () => {
    expect(read('a\u0000 man\u202e walks\r\nhome\u2066 now\u0007')).toEqual(brief('a man walks home now'));
    expect(read('a horse\n--seconds\u00a06')).toEqual(brief('a horse', { seconds: 6 }));
  });
});

describe('problems', () => {
  it.each([
    ['a horse --secnds 6', 'unknown_option', '--seconds'],
    ['a horse --wombat 6', 'unknown_option', '--'],
    ['a horse —secnds 6', 'unknown_option', '--seconds'],
    ['a horse —raito 16:9', 'unknown_option', '--ratio'],
    ['a horse -seconds 6', 'unknown_option', '--seconds'],
    ['a horse --seconds, 6', 'unknown_option', '--seconds'],
    ['a horse --template nior', 'unknown_template', 'noir'],
    ['a horse --template documentary', 'unknown_template', 'handheld-documentary'],
    ['a horse --model animatics', 'unknown_model', 'animatic'],
    ['a horse --ref frist:https://example.com/a.png', 'unknown_role', 'first'],
  ])('names the nearest real one for %s', (text, code, near) => {
    const { hint, nearest, ...rest } = problem(text);

    expect(rest.code).toBe(code);
    expect(hint).toContain(near);
    expect(nearest[0]).toContain(near);
  });

  it.each([
    ['a horse --seconds', 'missing_value'],
    ['a horse --lighting --seconds 6', 'missing_value'],
    ['a horse --lighting ""', 'missing_value'],
    ['a horse --seconds six', 'bad_value'],
    ['a horse --seconds 1e999', 'bad_value'],
    ['a horse --ratio constructor', 'bad_value'],
    ['a horse --ratio 3:0', 'bad_value'],
    ['a horse --ratio wide', 'bad_value'],
    ['a horse --size big', 'bad_value'],
    ['a horse --size 0x720', 'bad_value'],
    ['a horse --takes 0', 'bad_value'],
    ['a horse --takes 5', 'bad_value'],
    ['a horse --seed 2147483648', 'bad_value'],
    ['a horse --seed -1', 'bad_value'],
    ['a horse --shot horse', 'bad_value'],
    ['a horse --ref ftp://example.com/a.png', 'bad_value'],
    ['a horse --ref http://169.254.169.254/meta', 'bad_value'],
    ['a horse --draft=yes', 'bad_value'],
    ['a horse --seconds 6 --seconds 8', 'repeated_option'],
    ['a horse --draft --final', 'repeated_option'],
    ['a horse --lighting "golden hour', 'unclosed_quote'],
    ['a horse --lighting “golden hour --seconds 6', 'unclosed_quote'],
    ['a horse --dialogue "she said "no" twice"', 'unclosed_quote'],
    ['a horse --lighting golden hour', 'unquoted_value'],
    ['a man —camera in hand— runs', 'unquoted_value'],
    ['--seconds 6', 'no_scene'],
    ['--draft --lighting "golden hour"', 'no_scene'],
    ['""', 'no_scene'],
    ['"   "', 'no_scene'],
    ['“”', 'no_scene'],
    ["''", 'no_scene'],
    ['--', 'no_scene'],
    ['.', 'no_scene'],
    ['"…" --seconds 1', 'no_scene'],
    ['"" --seconds 1', 'no_scene'],
    [`a horse ${'--ref https://example.com/a.png '.repeat(9)}`, 'too_many'],
    [`a horse --lighting "${'x'.repeat(1001)}"`, 'value_too_long'],
  ])('refuses %s', (text, code) => {
    expect(problem(text).code).toBe(code);
  });

  it.each(['🌅', '🇩🇪', '"7"', '雨', '. a'])('takes %s as a scene, for something is to be seen', (text) => {
    expect(read(text).kind).toBe('brief');
  });

  it('says how long a scene is and how long it may be', () => {
    expect(problem('a'.repeat(4001)).hint).toMatch(/4001 characters.*4000/);
    expect(read('🌅'.repeat(4000)).kind).toBe('brief');
    expect(problem('word '.repeat(200_000)).code).toBe('scene_too_long');
  });
});
