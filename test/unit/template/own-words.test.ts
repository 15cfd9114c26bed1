import { describe, expect, it } from 'vitest';
import { readScene } from '../../../src/adapters/providers/animatic/scene/read-scene.ts';
import { renderPrompt } from '../../../src/core/template/render-prompt.ts';
import type { Template } from '../../../src/core/template/template.ts';

const neutral: Template = {
  name: 'neutral',
  title: 'Neutral',
  description: '',
  defaults: { camera: 'locked off on a tripod', lighting: 'soft daylight', style: 'clean' },
};

describe('a scene that names its own camera or light', () => {
  it.each([
    ['pan left across a desert at night, a rider', 'pan', 'night'],
    ['push in on a woman at a window', 'push-in', 'day'],
    ['tracking shot of a runner at dusk', 'tracking', 'dusk'],
    ['a dog waits at a door', 'static', 'day'],
  ])('%s is drawn as it says, whatever the template brings', (scene, move, hour) => {
    const { slots, prompt } = renderPrompt(neutral, { scene, slots: {} });

    const read = readScene(scene, slots, 7);

    expect(JSON.stringify(read).replaceAll('_', '-')).toContain(move);
    expect(JSON.stringify(read)).toContain(hour);
    expect(prompt.includes('locked off')).toBe(move === 'static');
  });

  it('still takes the slot that the person wrote', () => {
    const { slots } = renderPrompt(neutral, { scene: 'pan left across a desert', slots: { camera: 'static' } });

    expect(slots.camera).toBe('static');
  });
});
