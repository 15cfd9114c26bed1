import { toQuoted } from '../command/quotes.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { usableModels } from '../studio/usable-models.ts';
import { RATIOS } from '../take/ratio.ts';
import { type Choice, type FieldRule, textOf } from './form.ts';

type Core = Pick<Studio, 'catalog' | 'house' | 'providers' | 'clock'>;

/** What a request gets that doesn't say. */
export function defaultFields(core: Core, { settings, policy }: Asked): readonly FieldRule[] {
  const { defaults, timeZone } = settings;
  const { house } = core;
  const templates = [...core.catalog.templates.values()].map(({ template: { name, title } }) => ({ name, title }));
  return [
    {
      ...{ name: 'zone', label: 'Time zone', value: timeZone },
      hint: 'Where the channel’s days, months and weeks begin.',
      input: { kind: 'text', example: 'Europe/Berlin' },
      write: (all) => `settings zone ${toQuoted(textOf(all, 'zone') || 'default')}`,
    },
    {
      ...{ name: 'seconds', label: 'Seconds', value: String(defaults.seconds) },
      input: { kind: 'number', min: 1, max: 600 },
      write: (all) => `settings seconds ${textOf(all, 'seconds') || 'default'}`,
    },
    {
      ...{ name: 'ratio', label: 'Ratio', value: defaults.ratio },
      input: { kind: 'one', choices: RATIOS.map((name) => ({ name, title: name })) },
      write: (all) => `settings ratio ${textOf(all, 'ratio')}`,
    },
    {
      ...{ name: 'template', label: 'Template', value: defaults.template ?? USUAL },
      input: { kind: 'one', choices: [usual(house.template), ...withValue(templates, defaults.template)] },
      write: (all) => `settings template ${textOf(all, 'template')}`,
    },
    {
      ...{ name: 'draft', label: 'Draft model', value: policy.draftModel ?? USUAL },
      input: { kind: 'one', choices: [usual(house.draftModel), ...models(core, policy.draftModel)] },
      write: (all) => `policy draft-model ${textOf(all, 'draft')}`,
    },
    {
      ...{ name: 'final', label: 'Final model', value: policy.finalModel ?? USUAL },
      input: { kind: 'one', choices: [usual(house.finalModel ?? 'none'), ...models(core, policy.finalModel)] },
      write: (all) => `policy final-model ${textOf(all, 'final')}`,
    },
  ];
}

/** As it is typed, too. */
const USUAL = 'default';

const usual = (what: string): Choice => ({ name: USUAL, title: `Default (${what})` });

const models = (core: Core, set: string | null): readonly Choice[] =>
  withValue(
    usableModels(core).map(({ name, title }) => ({ name, title })),
    set,
  );

/** What is set is among the choices, even where nobody could choose it now. */
const withValue = (choices: readonly Choice[], set: string | null): readonly Choice[] =>
  set === null || choices.some(({ name }) => name === set) ? choices : [...choices, { name: set, title: set }];
