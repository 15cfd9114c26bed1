import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readVoteEmoji, superReactionKey } from '../../../src/core/vote/emoji.ts';

const usual = { strict: false, emoji: { approve: [], reject: [] } };
const strict = { ...usual, strict: true };

describe('an emoji as a vote', () => {
  it.each(['✅', '✔️', '✔', 'white_check_mark', 'heavy_check_mark', ':white_check_mark:', '👍', '+1', 'thumbsup'])(
    'reads %s as approve',
    (emoji) => {
      expect(readVoteEmoji(emoji, usual)).toBe('approve');
    },
  );

  it.each(['❌', 'x', ':x:', '👎', '-1', 'thumbsdown', '👎🏿', 'thumbsdown::skin-tone-6', '-1::skin-tone-2'])(
    'reads %s as reject',
    (emoji) => {
      expect(readVoteEmoji(emoji, usual)).toBe('reject');
    },
  );

  it.each([
    '🎉',
    'tada',
    'xx',
    '',
    ':',
    'constructor',
    'toString',
    '__proto__',
    '✅✅',
    '1',
    '<:thumbsup:123456789012345678>',
  ])('reads %j as no vote', (emoji) => {
    expect(readVoteEmoji(emoji, usual)).toBeNull();
  });

  it('counts only ✅ and ❌ in a strict channel', () => {
    expect(['✅', 'x', '👍', '-1', '+1::skin-tone-3'].map((emoji) => readVoteEmoji(emoji, strict))).toEqual([
      'approve',
      'reject',
      null,
      null,
      null,
    ]);
  });

  it('reads a skin tone, a variation selector and a super reaction as the plain emoji', () => {
    const tone = fc.constantFrom('', '🏻', '🏼', '🏽', '🏾', '🏿', '\uFE0F', '\uFE0E', '🏽\uFE0F');
    const slackTone = fc.constantFrom('', ...[1, 2, 3, 4, 5, 6].map((n) => `::skin-tone-${n}`));
    const plain = fc.constantFrom('👍', '👎', '✅', '❌');
    const name = fc.constantFrom('+1', '-1', 'thumbsup', 'white_check_mark', 'x');
    const written = fc.oneof(fc.tuple(plain, tone), fc.tuple(name, slackTone));
    fc.assert(
      fc.property(written, fc.boolean(), ([emoji, suffix], isSuper) => {
        const raw = emoji + suffix;

        expect(readVoteEmoji(isSuper ? superReactionKey(raw) : raw, usual)).toBe(readVoteEmoji(emoji, usual));
      }),
    );
  });

  it('never throws, whatever a platform sends', () => {
    const words = fc.array(fc.string({ maxLength: 8 }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), words, words, (raw, approve, reject) => {
        expect([null, 'approve', 'reject']).toContain(
          readVoteEmoji(raw, { strict: false, emoji: { approve, reject } }),
        );
      }),
    );
  });
});

describe("a channel's own emoji", () => {
  const own = (approve: string[], reject: string[] = []) => ({ ...strict, emoji: { approve, reject } });

  it('count by Slack name or as typed', () => {
    expect(readVoteEmoji('rocket', own(['🚀']))).toBe('approve');
    expect(readVoteEmoji('🚀', own([':rocket:']))).toBe('approve');
    expect(readVoteEmoji('no_entry', own([], ['⛔']))).toBe('reject');
  });

  it('count by any of the names that Slack has for them', () => {
    expect(readVoteEmoji('hankey', own([], [':poop:']))).toBe('reject');
    expect(readVoteEmoji('raised_hand::skin-tone-4', own([':hand:']))).toBe('approve');
    expect(readVoteEmoji('thumbsup', own([':+1:']))).toBe('approve');
    expect(readVoteEmoji('raised_hands', own([':hand:']))).toBeNull();
  });

  it('count by the name or the id of a custom emoji', () => {
    const shipit = '<:shipit:123456789012345678>';

    expect(readVoteEmoji('shipit:123456789012345678', own([shipit]))).toBe('approve');
    expect(readVoteEmoji('123456789012345678', own([shipit]))).toBe('approve');
    expect(readVoteEmoji(shipit, own(['shipit']))).toBe('approve');
    expect(readVoteEmoji('shipit', own([':shipit:']))).toBe('approve');
    expect(readVoteEmoji('shipit:999999999999999999', own([shipit]))).toBeNull();
  });

  it('count for nothing where the entry names none', () => {
    expect(readVoteEmoji('123456789012345678', own([':', ' ']))).toBeNull();
  });

  it('come before the usual meaning', () => {
    expect(readVoteEmoji('👍', own([], ['+1']))).toBe('reject');
    expect(readVoteEmoji('👍🏽', own(['thumbsup']))).toBe('approve');
  });

  it('mean nothing when they stand on both sides', () => {
    expect(readVoteEmoji('✅', own(['✅'], ['white_check_mark']))).toBeNull();
  });
});
