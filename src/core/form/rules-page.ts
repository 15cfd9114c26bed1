import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { type FieldRule, listOf, SWITCH, textOf, toSwitch } from './form.ts';

/** What a client's agreements ask for: who may render, what guests see, what stands in the picture. */
export function ruleFields({ catalog }: Pick<Studio, 'catalog'>, { policy }: Asked): readonly FieldRule[] {
  const known = new Set([...catalog.models.values()].map(({ provider }) => provider));
  const providers = [...new Set([...known, ...(policy.providers ?? [])])].filter((name) => name !== 'animatic');
  return [
    {
      ...{ name: 'providers', label: 'Providers that may be used', value: policy.providers ?? [] },
      hint: 'None chosen: any. The free animatic always may.',
      input: { kind: 'many', choices: providers.map((name) => ({ name, title: name })) },
      write: (all) => `policy providers ${listOf(all, 'providers').join(',') || 'any'}`,
    },
    {
      ...{ name: 'external', label: 'People from outside read along' },
      value: policy.external === null ? 'default' : toSwitch(policy.external),
      input: {
        kind: 'one',
        choices: [
          { name: 'default', title: 'As the platform says' },
          { name: 'on', title: 'Yes: money and prompts are hidden' },
          { name: 'off', title: 'No: money and prompts are shown' },
        ],
      },
      write: (all) => `policy external ${textOf(all, 'external')}`,
    },
    {
      ...{ name: 'slate', label: 'Slate in the picture', value: toSwitch(policy.slate) },
      input: SWITCH,
      write: (all) => `policy slate ${textOf(all, 'slate')}`,
    },
  ];
}
