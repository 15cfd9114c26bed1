import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintSlots, renderPrompt } from '../../../src/core/template/render-prompt.ts';
import { SLOT_NAMES } from '../../../src/core/template/slots.ts';
import type { Template } from '../../../src/core/template/template.ts';

const template: Template = {
  name: 'plain',
  title: 'Plain',
  description: 'A template.',
  defaults: { lighting: 'soft daylight', camera: '35 mm, locked off', audio: 'wind' },
  lint: [{ slot: 'camera', words: ['handheld', 'whip pan'], hint: 'Hold it still.' }],
};

describe('renderPrompt', () => {
  it('tells the scene as the subject, then a line for each slot', () => {
    expect(renderPrompt(template, { scene: 'A horse runs home', slots: { dialogue: '“Whoa!”' } })).toEqual({
      slots: {
        subject: 'A horse runs home',
        lighting: 'soft daylight',
        camera: '35 mm, locked off',
        dialogue: '“Whoa!”',
        audio: 'wind',
      },
      prompt:
        'A horse runs home.\nLighting: soft daylight.\nCamera: 35 mm, locked off.\nDialogue: “Whoa!”\nSound: wind.',
    });
  });

  it('lets the person’s slots win over the template’s', () => {
    const { slots } = renderPrompt(template, { scene: 'A horse', slots: { lighting: 'dusk', audio: ' ' } });

    expect(slots).toMatchObject({ lighting: 'dusk', audio: 'wind' });
  });

  it('makes the scene the action where a subject is given, and drops it where both are', () => {
    const subject = 'An old cowboy';

    expect(renderPrompt(template, { scene: 'walks into a bar', slots: { subject } }).prompt).toMatch(
      /^An old cowboy\. walks into a bar\.\n/,
    );
    expect(renderPrompt(template, { scene: 'x', slots: { subject, action: 'sits down' } }).prompt).toMatch(
      /^An old cowboy\. sits down\.\n/,
    );
    expect(renderPrompt(template, { scene: subject, slots: { subject } }).slots.action).toBeUndefined();
  });

  it('follows the template’s order', () => {
    const ordered: Template = { ...template, order: ['camera', 'environment', 'subject'] };
    const { prompt } = renderPrompt(ordered, { scene: 'A horse', slots: { environment: 'A wide plain' } });

    expect(prompt).toBe('A wide plain. A horse.\nCamera: 35 mm, locked off.\nLighting: soft daylight.\nSound: wind.');
  });

  it('is the same every time, holds each slot’s text, and has no empty slot or line', () => {
    const slots = fc.dictionary(fc.constantFrom(...SLOT_NAMES), fc.string({ unit: 'grapheme' }), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), slots, (scene, own) => {
        const rendered = renderPrompt(template, { scene, slots: own });

        expect(renderPrompt(template, { scene, slots: own })).toEqual(rendered);
        for (const text of Object.values(rendered.slots)) {
          expect(text.trim()).not.toBe('');
          expect(rendered.prompt).toContain(text);
        }
        if (scene.trim() !== '' && (own['action'] ?? '').trim() === '') expect(rendered.prompt).toContain(scene.trim());
      }),
    );
  });

  it('gives the same slots again when a rendered take is asked for once more', () => {
    const { slots } = renderPrompt(template, { scene: 'A horse', slots: { lighting: 'dusk' } });

    expect(renderPrompt(template, { scene: 'A horse', slots }).slots).toEqual(slots);
  });
});

describe('lintSlots', () => {
  it('hints where a word stands as a word, in any case', () => {
    expect(lintSlots(template, { camera: 'a quick Whip  Pan, left' })).toEqual(['Hold it still.']);
    expect(lintSlots(template, { camera: 'handheldish', style: 'handheld' })).toEqual([]);
  });
});
