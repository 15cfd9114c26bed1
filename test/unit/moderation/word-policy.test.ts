import { describe, expect, it } from 'vitest';
import { decideModeration } from '../../../src/core/moderation/flags.ts';
import { flagsOfWords, readWordPolicy } from '../../../src/core/moderation/word-policy.ts';

const NONE = readWordPolicy(null);
const decide = (text: string, policy = NONE) => decideModeration(flagsOfWords(text, policy));

describe('the word policy', () => {
  it.each(['Blood on the snow', 'they shoot back', 'a GUN, close'])(
    'warns of violence, the trade of films: %s',
    (text) => {
      expect(decide(text)).toEqual({ kind: 'warn', flags: ['violence'] });
    },
  );

  it.each([
    'a photo shoot in the park',
    'shooting stars over a hut',
    'a bloodhound sniffs',
    'the shootout of the team',
  ])('lets the words of cameras and dogs be: %s', (text) => {
    expect(decide(text)).toEqual({ kind: 'clear' });
  });

  it.each([
    ['a nude on a sofa', 'sexual'],
    ['a deepfake of the mayor', 'likeness'],
    ['somebody who looks exactly like her', 'likeness'],
    ['NÜDE bathers, NUDE', 'sexual'],
  ])('stops sexual content and likenesses: %s', (text, flag) => {
    expect(decide(text)).toEqual({ kind: 'stop', flags: [flag] });
  });

  it('stops and warns of the words that a workspace added, and forgets those it allowed', () => {
    const policy = readWordPolicy({ moderation: { stop: ['Ada Lovelace'], warn: ['chainsaw'], allow: ['Naked Gun'] } });

    expect(decide('Ada  Lovelace, at her desk', policy)).toEqual({ kind: 'stop', flags: ['likeness'] });
    expect(decide('a chainsaw in the barn', policy)).toEqual({ kind: 'warn', flags: ['violence'] });
    expect(decide('a poster of the Naked Gun', policy)).toEqual({ kind: 'clear' });
  });

  it('reads any stored settings', () => {
    for (const settings of [undefined, 7, [], { moderation: 'no' }, { moderation: { stop: [1, null] } }])
      expect(readWordPolicy(settings)).toEqual({ stop: [], warn: [], allow: [] });
  });
});
