import { type Brief, type BriefReference, REFERENCE_ROLES, toBrief } from '../../core/command/brief.ts';
import { KEPT } from '../../core/request/keep-references.ts';
import { RATIOS, type Ratio } from '../../core/take/ratio.ts';
import { SLOT_NAMES, type SlotName, type Slots } from '../../core/template/slots.ts';

/** What stands in a form's inputs, by block and action. */
export type FormValues = Readonly<
  Record<
    string,
    Readonly<
      Record<
        string,
        {
          readonly value?: string | null;
          readonly selected_option?: { readonly value?: string } | null;
          readonly selected_options?: readonly { readonly value?: string }[] | null;
          readonly selected_users?: readonly string[] | null;
          readonly selected_date?: string | null;
          readonly selected_time?: string | null;
          readonly files?: readonly { readonly id?: string }[] | null;
        }
      >
    >
  >
>;

/** The brief that a form's inputs say, as if it had been typed. */
export function readRequestForm(values: FormValues): Brief {
  const one = (block: string) => Object.values(values[block] ?? {})[0];
  const text = (block: string) => (one(block)?.value ?? '').trim();
  const chosen = (block: string) => one(block)?.selected_option?.value ?? null;
  const seconds = Number(text('seconds'));
  const ratio = RATIOS.find((known): known is Ratio => known === chosen('ratio')) ?? null;
  const model = chosen('model');
  return {
    ...toBrief(text('scene')),
    template: chosen('template'),
    models: model === null ? [] : [model],
    seconds: text('seconds') === '' || !Number.isFinite(seconds) ? null : seconds,
    ratio,
    takes: chosen('takes') === null ? null : Number(chosen('takes')),
    refs: (one('kept')?.selected_options ?? []).flatMap(({ value }) => readKept(value ?? '')),
    slots: readSlots(text),
  };
}

function readKept(value: string): readonly BriefReference[] {
  const role = REFERENCE_ROLES.find((known) => value.startsWith(`${known}:`));
  return role === undefined ? [] : [{ role, url: `${KEPT}${value.slice(role.length + 1)}` }];
}

function readSlots(text: (block: string) => string): Slots {
  const slots: Partial<Record<SlotName, string>> = {};
  for (const name of SLOT_NAMES) if (text(`slot:${name}`) !== '') slots[name] = text(`slot:${name}`);
  return slots;
}

/** The ids of the pictures that were put into the form. */
export const readFormImages = (values: FormValues): readonly string[] =>
  (values['reference']?.['reference']?.files ?? []).flatMap(({ id }) => (id === undefined ? [] : [id]));

export const readReasonForm = (values: FormValues): string => (values['reason']?.['reason']?.value ?? '').trim();
