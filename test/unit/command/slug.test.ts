import { describe, expect, it } from 'vitest';
import { isSlug, readSlug, toFileName, toNumberedSlug } from '../../../src/core/shot/slug.ts';

describe('a slug', () => {
  it.each(['PV-0042', 'pv-0042', 'SEQ010_SH0040', 'a1', 'SH_A', '1A', 'x'.repeat(39).concat('1')])('is %s', (word) => {
    expect(isSlug(word)).toBe(true);
    expect(readSlug(word)).toBe(word.toUpperCase());
  });

  it.each(['', 'a', '42', '_-', 'horse', 'well-known', 'A 1', 'é1', 'SH/40', '../1a', 'x'.repeat(40).concat('1')])(
    'is not "%s"',
    (word) => {
      expect(isSlug(word)).toBe(false);
      expect(readSlug(word)).toBeNull();
    },
  );

  it('is made from a number, and names a file with the take', () => {
    expect(toNumberedSlug(42)).toBe('PV-0042');
    expect(toNumberedSlug(12_345)).toBe('PV-12345');
    expect(toFileName('SEQ010_SH0040', 3)).toBe('SEQ010_SH0040_t03.mp4');
  });
});
