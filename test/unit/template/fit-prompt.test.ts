import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitPrompt } from '../../../src/core/template/fit-prompt.ts';
import { renderPrompt } from '../../../src/core/template/render-prompt.ts';
import type { Template } from '../../../src/core/template/template.ts';

const template: Template = {
  name: 'plain',
  title: 'Plain',
  description: 'A template.',
  defaults: { lighting: 'soft daylight', camera: '35 mm, locked off' },
};

describe('fitPrompt', () => {
  it('leaves out what the template adds before it refuses, and says so', () => {
    const asked = { scene: 'a horse runs home', slots: { camera: 'handheld' } };
    const own = renderPrompt({ ...template, defaults: {} }, asked).prompt;

    const fitted = fitPrompt(template, asked, { limit: own.length, title: 'One' });

    expect(fitted).toMatchObject({ kind: 'fits', prompt: own });
    expect(fitted.kind === 'fits' && fitted.notes.join()).toContain('left out: lighting');
  });

  it('never hands on more than the model reads, and never cuts a person’s words', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 400 }), fc.integer({ min: 20, max: 300 }), (scene, limit) => {
        const fitted = fitPrompt(template, { scene, slots: {} }, { limit, title: 'One' });
        const own = renderPrompt({ ...template, defaults: {} }, { scene, slots: {} }).prompt;
        return fitted.kind === 'fits'
          ? fitted.prompt.length <= limit && fitted.prompt.includes(scene.trim())
          : own.length > limit && fitted.length === own.length;
      }),
    );
  });
});
