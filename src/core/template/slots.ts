/** The slots of a template, in the order in which a prompt is told. The first six always make sense, the rest are optional. */
export const SLOT_NAMES = [
  'subject',
  'action',
  'environment',
  'lighting',
  'camera',
  'style',
  'dialogue',
  'text',
  'audio',
  'constraints',
  'beats',
] as const;

export type SlotName = (typeof SLOT_NAMES)[number];
export type Slots = Readonly<Partial<Record<SlotName, string>>>;

export const isSlotName = (word: string): word is SlotName => (SLOT_NAMES as readonly string[]).includes(word);
