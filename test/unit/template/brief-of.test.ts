import { expect, it } from 'vitest';
import { briefOf } from '../../../src/core/request/brief-of.ts';
import { renderPrompt } from '../../../src/core/template/render-prompt.ts';
import type { Template } from '../../../src/core/template/template.ts';
import { takeView } from '../card/views.ts';

const template: Template = {
  name: 'noir',
  title: 'Noir',
  description: 'dark',
  defaults: { lighting: 'hard side light' },
};
const takeOf = (scene: string, own = {}) => {
  const { slots, prompt } = renderPrompt(template, { scene, slots: own });
  return { view: takeView({ scene, slots }), prompt };
};

it('asks for the same prompt again, whichever slot the scene went into', () => {
  for (const own of [{}, { subject: 'Anna' }, { subject: 'Anna', action: 'waits' }]) {
    const { view, prompt } = takeOf('a cabin at dusk', own);
    const { scene, slots } = briefOf(view);

    expect(renderPrompt(template, { scene, slots }).prompt).toBe(prompt);
  }
});

it('keeps nothing of a scene that somebody then changes', () => {
  const { slots } = briefOf(takeOf('a cabin at dusk').view);

  expect(renderPrompt(template, { scene: 'an igloo on the moon', slots }).prompt).not.toContain('cabin');
});
