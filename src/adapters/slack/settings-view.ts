import type { ModalView } from '@slack/types';
import { FORMS, plain, textInput } from './form-view.ts';
import type { FormValues } from './read-forms.ts';
import type { ChannelChoices } from './views.ts';

/** The settings that have a field of their own; each field that changed is one `/previz settings …`. */
const FIELDS = [
  ['zone', 'Time zone', 'timeZone'],
  ['seconds', 'Seconds', 'seconds'],
  ['ratio', 'Ratio', 'ratio'],
  ['template', 'Template', 'template'],
  ['model', 'Model', 'model'],
] as const;

export const toSettingsForm = (choices: ChannelChoices, metadata: string): ModalView => ({
  type: 'modal',
  callback_id: FORMS.settings,
  private_metadata: metadata,
  title: plain('Channel settings'),
  submit: plain('Save'),
  close: plain('Cancel'),
  blocks: [
    { type: 'section', text: plain('What a request gets that doesn’t say. Budget owners can change it.') },
    ...FIELDS.map(([name, label, key]) =>
      textInput(name, label, String(choices[key] ?? 'default'), { multiline: false, required: true, price: false }),
    ),
  ],
});

/** The commands that make the channel's settings what the form says; none where nothing changed. */
export function readSettingsForm(values: FormValues, before: ChannelChoices): readonly string[] {
  return FIELDS.flatMap(([name, , key]) => {
    const now = (values[name]?.[name]?.value ?? '').trim();
    const was = String(before[key] ?? 'default');
    return now === '' || now === was ? [] : [`settings ${name} ${now}`];
  });
}
