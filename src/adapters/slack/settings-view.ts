import type { InputBlock, InputBlockElement, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { type Choice, type Field, PAGE_NAMES, type PageName, type Value, type Values } from '../../core/form/form.ts';
import type { SettingsPage } from '../../core/form/settings-form.ts';
import { FORMS, plain } from './form-view.ts';
import { cut, LIMITS } from './limits.ts';
import { escapeText } from './mrkdwn.ts';
import type { FormValues } from './read-forms.ts';

/** The presses that turn to another page. */
export const PAGE_ACTION = /^settings:page:/;

export const readPageAction = (actionId: string): PageName | null =>
  PAGE_NAMES.find((name) => actionId === `settings:page:${name}`) ?? null;

/** One page of the channel's settings. Who may only look sees the values; nothing is there to be sent. */
export function toSettingsForm({ name, about, fields, pages, refusal }: SettingsPage, metadata: string): ModalView {
  const mayNot: KnownBlock[] = refusal === null ? [] : [{ type: 'section', text: plain(refusal) }];
  return {
    type: 'modal',
    callback_id: FORMS.settings,
    private_metadata: metadata,
    title: plain('Channel settings'),
    ...(refusal === null ? { submit: plain('Save') } : {}),
    close: plain(refusal === null ? 'Cancel' : 'Close'),
    blocks: [
      ...(pages.length === 0 ? [] : [toTabs(pages, name)]),
      ...mayNot,
      ...(about === '' ? [] : [toContext(refusal === null ? `${about} Save keeps this page.` : about)]),
      ...fields.map((field) => (refusal === null ? toInput(field) : toLine(field))),
    ],
  };
}

const toTabs = (pages: SettingsPage['pages'], chosen: PageName): KnownBlock => ({
  type: 'actions',
  elements: pages.map(({ name, title }) => ({
    type: 'button',
    action_id: `settings:page:${name}`,
    text: plain(title),
    ...(name === chosen ? { style: 'primary' } : {}),
  })),
});

const toContext = (text: string): KnownBlock => ({ type: 'context', elements: [plain(text)] });

const toInput = (field: Field): InputBlock => ({
  type: 'input',
  block_id: field.name,
  label: plain(field.label),
  optional: ['text', 'many', 'people', 'day'].includes(field.input.kind),
  ...(field.hint === undefined ? {} : { hint: plain(field.hint) }),
  element: toElement(field),
});

function toElement({ name: action_id, input, value }: Field): InputBlockElement {
  const text = typeof value === 'string' ? value : value.join(' ');
  const initial = <Name extends string>(name: Name) =>
    (text === '' ? {} : { [name]: text }) as { readonly [key in Name]?: string }; // one key, or none
  switch (input.kind) {
    case 'text':
      return {
        ...{ type: 'plain_text_input', action_id, placeholder: plain(input.example), max_length: LIMITS.inputText },
        ...(text === '' ? {} : { initial_value: cut(text, LIMITS.inputText) }),
      };
    case 'number':
      return {
        ...{ type: 'number_input', action_id, is_decimal_allowed: false },
        ...{ min_value: String(input.min), max_value: String(input.max), ...initial('initial_value') },
      };
    case 'one':
    case 'many': {
      const options = input.choices.slice(0, LIMITS.options).map(toOption);
      const chosen = options.filter((option) => listOf(value).includes(option.value ?? ''));
      const [first] = chosen;
      if (input.kind === 'many')
        return {
          ...{ type: 'multi_static_select', action_id, options },
          ...(first === undefined ? {} : { initial_options: chosen }),
        };
      return { type: 'static_select', action_id, options, ...(first === undefined ? {} : { initial_option: first }) };
    }
    case 'people':
      return {
        ...{ type: 'multi_users_select', action_id },
        ...(value.length === 0 ? {} : { initial_users: [...listOf(value)] }),
      };
    case 'day':
      return { type: 'datepicker', action_id, ...initial('initial_date') };
    case 'time':
      return { type: 'timepicker', action_id, ...initial('initial_time') };
  }
}

const listOf = (value: Value): readonly string[] => (typeof value === 'string' ? [value] : value);

const toOption = ({ name, title }: Choice): PlainTextOption => ({
  text: plain(cut(title, LIMITS.optionText)),
  value: name,
});

function toLine({ label, input, value }: Field): KnownBlock {
  const toWord = (one: string): string => {
    if (input.kind === 'people') return `<@${one}>`; // shown by name; what stands in a form notifies nobody
    const choices = input.kind === 'one' || input.kind === 'many' ? input.choices : [];
    return escapeText(choices.find(({ name }) => name === one)?.title ?? one);
  };
  const words = listOf(value).filter((one) => one !== '');
  const text = `*${escapeText(label)}:* ${words.map(toWord).join(', ') || '–'}`;
  return { type: 'section', text: { type: 'mrkdwn', text: cut(text, LIMITS.sectionText) } };
}

/** What was changed in the form: only that is saved, whatever somebody else changed meanwhile. */
export function readSettingsForm(values: FormValues, blocks: readonly unknown[]): Values {
  const changed: Record<string, Value> = {};
  // As they come back from Slack, which checked them; each part is looked for.
  for (const { block_id: name, element } of blocks as readonly ShownBlock[]) {
    if (name === undefined || element === undefined) continue;
    const now = readNow(values[name]?.[name]);
    if (now !== null && JSON.stringify(now) !== JSON.stringify(readShown(element))) changed[name] = now;
  }
  return changed;
}

type Answer = FormValues[string][string];

/** null: the form said nothing of this field. */
function readNow(said: Answer | undefined): Value | null {
  if (said === undefined) return null;
  const { selected_options: options, selected_users: users, selected_option: option } = said;
  if (options !== undefined) return (options ?? []).map(({ value }) => value ?? '').sort();
  if (users !== undefined) return [...(users ?? [])].sort();
  if (option !== undefined) return option?.value ?? '';
  return said.selected_date ?? said.selected_time ?? (said.value ?? '').trim();
}

interface ShownBlock {
  readonly block_id?: string;
  readonly element?: Shown;
}

interface Shown {
  readonly type?: string;
  readonly initial_value?: string;
  readonly initial_date?: string;
  readonly initial_time?: string;
  readonly initial_option?: { readonly value?: string };
  readonly initial_options?: readonly { readonly value?: string }[];
  readonly initial_users?: readonly string[];
}

function readShown(element: Shown): Value {
  const { type, initial_options: options, initial_users: users } = element;
  if (type === 'multi_static_select') return (options ?? []).map(({ value }) => value ?? '').sort();
  if (type === 'multi_users_select') return [...(users ?? [])].sort();
  const { initial_option: option, initial_value, initial_date, initial_time } = element;
  return option?.value ?? initial_value ?? initial_date ?? initial_time ?? '';
}
