import type { InputBlock, KnownBlock, ModalView, Option, PlainTextElement, PlainTextOption } from '@slack/types';
import { type BriefReference, type ReferenceRole, toBrief } from '../../core/command/brief.ts';
import { MAX_TAKES } from '../../core/command/options.ts';
import type { FilledBrief } from '../../core/form/request-form.ts';
import { KEPT } from '../../core/request/keep-references.ts';
import { RATIOS } from '../../core/take/ratio.ts';
import { SLOT_NAMES, type SlotName } from '../../core/template/slots.ts';
import { cut, LIMITS } from './limits.ts';
import type { Catalog } from './views.ts';

/** The forms' names, by which what comes back is known again. */
export const FORMS = { request: 'form:request', reason: 'form:reason', settings: 'form:settings' } as const;

/** Blocks whose change changes the price. */
export const PRICE_ACTION = /^price:/;

export interface FormFacts {
  readonly catalog: Catalog;
  readonly filled: FilledBrief | null;
  /** The pictures that may go along from what it starts from; those of the filled brief are ticked. */
  readonly kept?: readonly BriefReference[];
  /** What it would cost and what is left; null for those who see no money. */
  readonly price: string | null;
  /** Where it was opened, and what it starts from; comes back as it is, and is checked again by the core. */
  readonly metadata: string;
}

/** The form of a request: the same choices as the command's options, with the price that follows from them. */
export function toRequestForm({ catalog, filled, kept = [], price, metadata }: FormFacts): ModalView {
  const brief = filled?.brief ?? toBrief('');
  return {
    type: 'modal',
    callback_id: FORMS.request,
    private_metadata: metadata,
    title: plain(filled?.parentTake == null ? 'Pre-viz a shot' : 'Remix a take'),
    submit: plain('Ask'),
    close: plain('Cancel'),
    blocks: [
      textInput('scene', 'Scene', brief.scene, { multiline: true, required: true, price: false }),
      choice('template', 'Template', catalog.templates.map(toOption), brief.template),
      choice('model', 'Model', catalog.models.map(toOption), brief.models[0] ?? null),
      {
        type: 'input',
        block_id: 'seconds',
        optional: true,
        dispatch_action: true,
        label: plain('Seconds'),
        element: {
          type: 'number_input',
          action_id: 'price:seconds',
          is_decimal_allowed: true,
          min_value: '1',
          dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
          ...(brief.seconds === null ? {} : { initial_value: String(brief.seconds) }),
        },
      },
      choice(
        'ratio',
        'Ratio',
        RATIOS.map((ratio) => ({ text: plain(ratio), value: ratio })),
        brief.ratio,
      ),
      choice('takes', 'Takes', toCounts(), brief.takes === null ? null : String(brief.takes)),
      ...SLOT_NAMES.map((name) =>
        textInput(`slot:${name}`, SLOT_LABELS[name], brief.slots[name] ?? '', {
          multiline: false,
          required: false,
          price: false,
        }),
      ),
      ...toKeptPictures(kept, brief.refs),
      {
        type: 'input',
        block_id: 'reference',
        optional: true,
        label: plain('Reference image'),
        element: {
          type: 'file_input',
          action_id: 'reference',
          filetypes: ['png', 'jpg', 'jpeg', 'webp'],
          max_files: 1,
        },
      },
      ...(price === null ? [] : [{ type: 'section', block_id: 'price', text: plain(price) } as const]),
    ],
  };
}

const toCounts = (): readonly Option[] =>
  Array.from({ length: MAX_TAKES }, (_, index) => ({ text: plain(String(index + 1)), value: String(index + 1) }));

const ROLE_LABELS: Readonly<Record<ReferenceRole, string>> = {
  first: 'First frame',
  last: 'Last frame',
  style: 'Style',
  character: 'Character',
  product: 'Product',
};

/** A role and a hash: Slack's options hold 75 characters. */
export const toKeptValue = ({ role, url }: BriefReference): string => `${role}:${url.slice(KEPT.length)}`;

/** What an earlier take was guided by, each to be kept or left out. */
function toKeptPictures(kept: readonly BriefReference[], chosen: readonly BriefReference[]): KnownBlock[] {
  if (kept.length === 0) return [];
  const toChoice = ({ role, url }: BriefReference, index: number): PlainTextOption => ({
    text: plain(`${ROLE_LABELS[role]} (picture ${index + 1})`),
    value: toKeptValue({ role, url }),
  });
  const isChosen = ({ role, url }: BriefReference) => chosen.some((one) => one.role === role && one.url === url);
  const options = kept.map(toChoice);
  const initial = options.filter((_, index) => kept[index] !== undefined && isChosen(kept[index]));
  return [
    {
      type: 'input',
      block_id: 'kept',
      optional: true,
      label: plain('Keep the pictures of that take'),
      element: {
        type: 'checkboxes',
        action_id: 'kept',
        options,
        ...(initial.length === 0 ? {} : { initial_options: initial }),
      },
    },
  ];
}

const SLOT_LABELS: Readonly<Record<SlotName, string>> = {
  subject: 'Subject',
  action: 'Action',
  environment: 'Environment',
  lighting: 'Lighting',
  camera: 'Camera',
  style: 'Style',
  dialogue: 'Dialogue',
  text: 'Text in the picture',
  audio: 'Sound',
  constraints: 'Constraints',
  beats: 'Beats',
};

/** Shown at once, while what fills the form is read: a trigger is good for three seconds. */
export const toLoadingForm = (title: string): ModalView => toSaidForm(title, 'One moment …');

/** A sentence in place of a form. */
export const toSaidForm = (title: string, text: string): ModalView => ({
  type: 'modal',
  callback_id: 'form:loading',
  title: plain(title),
  close: plain('Cancel'),
  blocks: [{ type: 'section', text: plain(text) }],
});

export const toReasonForm = (metadata: string): ModalView => ({
  type: 'modal',
  callback_id: FORMS.reason,
  private_metadata: metadata,
  title: plain('What is missing?'),
  submit: plain('Ask for it'),
  close: plain('Cancel'),
  blocks: [
    textInput('reason', 'It becomes the next take’s change', '', { multiline: true, required: true, price: false }),
  ],
});

export function textInput(
  name: string,
  label: string,
  value: string,
  how: { readonly multiline: boolean; readonly required: boolean; readonly price: boolean },
): InputBlock {
  return {
    type: 'input',
    block_id: name,
    optional: !how.required,
    label: plain(label),
    element: {
      type: 'plain_text_input',
      action_id: name,
      multiline: how.multiline,
      max_length: LIMITS.inputText,
      ...(value === '' ? {} : { initial_value: value.slice(0, LIMITS.inputText) }),
    },
  };
}

function choice(name: string, label: string, options: readonly Option[], chosen: string | null): KnownBlock {
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: 'input',
    block_id: name,
    optional: true,
    dispatch_action: true,
    label: plain(label),
    element: {
      type: 'static_select',
      action_id: `price:${name}`,
      options: options.slice(0, LIMITS.options) as Option[], // Slack's typings want a mutable array
      // The typings know plain text options only where the initial one is one too.
      ...(initial === undefined ? {} : { initial_option: initial }),
    },
  } as KnownBlock;
}

const toOption = ({ name, title }: { readonly name: string; readonly title: string }): Option => ({
  text: plain(cut(title, LIMITS.optionText)),
  value: name,
});

export const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text });
