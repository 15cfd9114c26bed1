import {
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmission,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import { type Brief, toBrief } from '../../core/command/brief.ts';
import { printBrief } from '../../core/command/print-brief.ts';
import { toQuoted } from '../../core/command/quotes.ts';
import { SLOT_NAMES } from '../../core/template/slots.ts';
import { cut, LIMITS } from './limits.ts';

/** What came back from a form. */
export type Submitted =
  | { readonly kind: 'request'; readonly text: string; readonly parentTake: string | null }
  | { readonly kind: 'reason'; readonly take: string; readonly text: string };

type Modal = APIModalInteractionResponseCallbackData;

interface Field {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly isLong: boolean;
  readonly isRequired: boolean;
  readonly value: string;
  readonly max: number;
}

/** What stands under the field where the scene goes. */
const SCENE_HINT = 'What is to be seen, in your own words.';

/** A message that "Pre-viz this" was called on. */
export interface Quoted {
  readonly text: string;
  /** Addresses of its pictures. */
  readonly pictures: readonly string[];
  /** Something that is attached to it can't be a reference. */
  readonly hasOthers: boolean;
}

/** The form filled in with a message. Its pictures are references, named where they can be changed or taken out. */
export function toQuotedForm({ text, pictures, hasOthers }: Quoted): Modal {
  const refs = pictures.map((url) => ({ role: 'style', url }) as const);
  const along = pictures.length === 0 ? '' : ' Its pictures go along, in Options.';
  const left = hasOthers ? ' Left out: what is no PNG, JPEG or WebP.' : '';
  return toRequestForm({ ...toBrief(text), refs }, null, `What is to be seen.${along}${left}`);
}

/** The form behind `/previz` alone, Remix and Edit; filled in with what is known. */
export function toRequestForm(brief: Brief | null, parentTake: string | null, hint: string = SCENE_HINT): Modal {
  const slots = SLOT_NAMES.flatMap((name) => {
    const text = brief?.slots[name];
    return text === undefined || text === '' ? [] : [`${name}: ${text}`];
  });
  return toModal(`form|request|${parentTake ?? ''}`, parentTake === null ? 'A new shot' : 'The next take', [
    {
      id: 'scene',
      label: 'Scene',
      description: hint,
      isLong: true,
      isRequired: true,
      value: brief?.scene ?? '',
      max: LIMITS.textInput,
    },
    {
      id: 'slots',
      label: 'Details',
      description: 'One a line, such as “camera: slow push in” or “lighting: golden hour”.',
      isLong: true,
      isRequired: false,
      value: slots.join('\n'),
      max: LIMITS.textInput,
    },
    {
      id: 'options',
      label: 'Options',
      description: 'Such as --seconds 6 --ratio 2.39 --takes 2 --model animatic',
      isLong: false,
      isRequired: false,
      value: brief === null ? '' : optionsOf(brief),
      // Addresses of pictures are long.
      max: LIMITS.textInput,
    },
  ]);
}

export const toReasonForm = (take: string): Modal =>
  toModal(`form|reason|${take}`, 'Why not this one?', [
    {
      id: 'reason',
      label: 'What is missing',
      description: 'It becomes the next take’s change.',
      isLong: true,
      isRequired: true,
      value: '',
      max: 1_000,
    },
  ]);

/** The brief without its scene and slots, as they are typed. */
function optionsOf(brief: Brief): string {
  const scene = 'x';
  return printBrief({ ...brief, scene, slots: {} })
    .slice(scene.length)
    .trim();
}

function toModal(customId: string, title: string, fields: readonly Field[]): Modal {
  return {
    custom_id: customId,
    title: cut(title, LIMITS.modalTitle),
    components: fields.map(({ id, label, description, isLong, isRequired, value, max }) => ({
      type: ComponentType.Label,
      label: cut(label, LIMITS.labelText),
      description: cut(description, LIMITS.labelDescription),
      component: {
        type: ComponentType.TextInput,
        custom_id: id,
        style: isLong ? TextInputStyle.Paragraph : TextInputStyle.Short,
        required: isRequired,
        max_length: max,
        ...(value === '' ? {} : { value: cut(value, max) }),
      },
    })),
  };
}

/** Reads a submitted form; null for what is not ours. */
export function readSubmitted(data: APIModalSubmission): Submitted | null {
  const match = /^form\|(request|reason)\|(.*)$/.exec(data.custom_id);
  if (match === null) return null;
  const texts = readTexts(data);
  const subject = match[2] ?? '';
  if (match[1] === 'reason') return { kind: 'reason', take: subject, text: texts.get('reason') ?? '' };
  return { kind: 'request', text: toText(texts), parentTake: subject === '' ? null : subject };
}

function readTexts({ components }: APIModalSubmission): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const row of components) {
    const inputs = 'component' in row ? [row.component] : 'components' in row ? row.components : [];
    for (const input of inputs)
      if (input.type === ComponentType.TextInput) texts.set(input.custom_id, input.value.trim());
  }
  return texts;
}

/** `camera: slow push in` a line; a line without a slot's name goes on with the one before. */
function toText(texts: ReadonlyMap<string, string>): string {
  const slots = new Map<string, string>();
  const rest: string[] = [];
  let current: string | null = null;
  for (const line of (texts.get('slots') ?? '').split('\n')) {
    const match = /^\s*([a-z]+)\s*[:=]\s*(.*)$/i.exec(line);
    const name = SLOT_NAMES.find((known) => known === match?.[1]?.toLowerCase());
    if (name !== undefined) {
      current = name;
      slots.set(name, (match?.[2] ?? '').trim());
    } else if (current !== null) slots.set(current, `${slots.get(current) ?? ''} ${line.trim()}`.trim());
    else if (line.trim() !== '') rest.push(line.trim());
  }
  const scene = [texts.get('scene') ?? '', ...rest].filter((part) => part !== '').join('. ');
  return [
    toQuoted(scene.replace(/\s*\n\s*/g, ' ')),
    texts.get('options') ?? '',
    ...[...slots].flatMap(([name, text]) => (text === '' ? [] : [`--${name} ${toQuoted(text)}`])),
  ]
    .filter((part) => part !== '')
    .join(' ');
}
