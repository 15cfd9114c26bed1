import type { GenerationRequest } from '../../src/core/ports/video-provider.ts';

/** What one attempt asks for, as the core tells it. */
export const SAMPLE_REQUEST: GenerationRequest = {
  model: 'sora-2',
  // Templates write one line for each slot.
  prompt: 'a cabin at dusk\nLighting: the last light\nCamera: slow dolly in',
  scene: 'a cabin at dusk',
  slots: { subject: 'a cabin' },
  slug: 'PV-0001',
  takeNumber: 1,
  seconds: 4,
  ratio: '16:9',
  width: 1280,
  height: 720,
  seed: 7,
  audio: false,
  references: [],
};
