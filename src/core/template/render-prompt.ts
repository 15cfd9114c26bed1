import { CAMERA_CUES, LIGHTING_CUES, namesCue } from './cues.ts';
import { SLOT_NAMES, type SlotName, type Slots } from './slots.ts';
import type { Template } from './template.ts';

export interface RenderedPrompt {
  /** Every filled slot: what the person wrote over what the template brings. */
  readonly slots: Slots;
  readonly prompt: string;
}

/**
 * Fills the template and tells it as a prompt: who does what and where in one paragraph, then a line for each other
 * slot. The person's slots win over the template's. The scene is the subject; where the person names a subject of
 * their own, the scene is the action, unless they name that as well. Never an empty slot; the same input, the same text.
 */
export function renderPrompt(
  template: Template,
  asked: { readonly scene: string; readonly slots: Slots },
): RenderedPrompt {
  const own = filled(asked.slots);
  const scene = asked.scene.trim();
  const told: Slots = { ...withoutContradiction(filled(template.defaults), scene), ...own, ...placeScene(scene, own) };
  const order = [...new Set([...(template.order ?? []), ...SLOT_NAMES])];
  const slots = Object.fromEntries(
    SLOT_NAMES.flatMap((name) => (told[name] === undefined ? [] : [[name, told[name]]])),
  );
  return { slots, prompt: toPrompt(slots, order) };
}

/** The hints of those lint rules that the slots run into. */
export function lintSlots(template: Template, slots: Slots): readonly string[] {
  const hints = (template.lint ?? []).filter(({ slot, words }) => {
    const text = ` ${(slots[slot] ?? '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
    return words.some((word) => text.includes(` ${word.toLowerCase()} `));
  });
  return hints.map(({ hint }) => hint);
}

/** A scene that names its own camera or light isn't told another one: "pan left at night" is not locked off in daylight. */
function withoutContradiction({ camera, lighting, ...others }: Slots, scene: string): Slots {
  return {
    ...others,
    ...(camera === undefined || namesCue(scene, CAMERA_CUES) ? {} : { camera }),
    ...(lighting === undefined || namesCue(scene, LIGHTING_CUES) ? {} : { lighting }),
  };
}

function placeScene(scene: string, own: Slots): Slots {
  if (scene === '') return {};
  if (own.subject === undefined) return { subject: scene };
  return own.subject === scene || own.action !== undefined ? {} : { action: scene };
}

const PROSE: readonly SlotName[] = ['subject', 'action', 'environment'];

const LABELS: Readonly<Record<Exclude<SlotName, 'subject' | 'action' | 'environment'>, string>> = {
  lighting: 'Lighting',
  camera: 'Camera',
  style: 'Style',
  dialogue: 'Dialogue',
  text: 'Text in the picture',
  audio: 'Sound',
  constraints: 'Keep',
  beats: 'Beats',
};

function toPrompt(slots: Slots, order: readonly SlotName[]): string {
  const prose = order.filter((name) => PROSE.includes(name)).flatMap((name) => toSentence(slots[name]));
  const lines = order.flatMap((name) => {
    if (name === 'subject' || name === 'action' || name === 'environment') return [];
    return toSentence(slots[name]).map((sentence) => `${LABELS[name]}: ${sentence}`);
  });
  return [...(prose.length === 0 ? [] : [prose.join(' ')]), ...lines].join('\n');
}

function toSentence(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const ends = /[.!?…。！？؟]["'”’»)]?$/u.test(text);
  return [ends ? text : `${text}.`];
}

function filled(slots: Slots): Slots {
  const kept = SLOT_NAMES.flatMap((name) => {
    const text = slots[name]?.trim() ?? '';
    return text === '' ? [] : [[name, text]];
  });
  return Object.fromEntries(kept);
}
