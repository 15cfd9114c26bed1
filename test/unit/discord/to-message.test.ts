import { expect, it } from 'vitest';
import { toCardMessage } from '../../../src/adapters/discord/to-message.ts';
import type { Block } from '../../../src/core/card/card.ts';
import { line, quiet, toCard } from '../../../src/core/card/to-card.ts';

const textsOf = (body: readonly Block[]): readonly string[] => {
  const [container] = toCardMessage(toCard({ tone: 'plain', title: ['A week'], body }), null).components;
  return (container?.components ?? []).flatMap((part) => ('content' in part ? part.content.split('\n') : []));
};

const sentence = (name: string, length: number) => `${name} ${'and so on '.repeat(length / 10)}until it ends.`;

it('leaves out whole blocks where a card is longer than a message, folds first, and keeps how it closes', () => {
  const texts = textsOf([
    line(sentence('One', 900)),
    { kind: 'image', media: 'takes/ab/ab.png', alt: 'a picture' },
    { kind: 'folded', label: 'By model', text: sentence('Fold', 900) },
    line(sentence('Two', 900)),
    line(sentence('Three', 900)),
    line(sentence('Four', 900)),
    line(sentence('Five', 900)),
    quiet('The end.'),
  ]);

  expect(texts.map((text) => text.split(' ')[0])).toEqual(['###', 'One', 'Two', 'Three', 'Four', '-#']);
  expect(texts.join('\n').length).toBeLessThanOrEqual(4_000);
  for (const text of texts.slice(1)) expect(text).toMatch(/(until it ends|The end)\.$/);
});

it('cuts what is longer than a message by itself', () => {
  expect(textsOf([line(sentence('One', 5_000))]).join('\n')).toMatch(/^### A week\nOne [\s\S]*…$/);
});

it('shows a card that fits as it is', () => {
  expect(textsOf([line('One.'), { kind: 'folded', label: 'By model', text: 'x' }, quiet('The end.')])).toEqual([
    '### A week',
    'One.',
    '-# By model ||x||',
    '-# The end.',
  ]);
});
