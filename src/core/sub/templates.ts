import { bold, code, line, quiet, toCard } from '../card/to-card.ts';
import { nearest } from '../command/nearest.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { SLOT_NAMES } from '../template/slots.ts';
import { type SubAnswer, say, withCard } from './sub-answer.ts';

/** All templates, or one with its slots. */
export function showTemplates(
  studio: Pick<Studio, 'catalog' | 'house'>,
  { settings }: Pick<Asked, 'settings'>,
  name: string | null,
): SubAnswer {
  return name === null
    ? listTemplates(studio, settings.defaults.template ?? studio.house.template)
    : showTemplate(studio, name);
}

function listTemplates({ catalog }: Pick<Studio, 'catalog'>, usual: string): SubAnswer {
  const templates = [...catalog.templates.values()].map(({ template }) => template);
  return withCard(
    toCard({
      tone: 'plain',
      title: [bold('Templates')],
      body: [
        {
          kind: 'table',
          caption: 'What turns your words into a prompt',
          columns: ['Name', 'Title', 'For'],
          rows: templates.map(({ name, title, description }) => [name, title, description]),
        },
        line('Without ', code('--template'), ' this channel uses ', code(usual), '.'),
        quiet('Fill a slot yourself with its name: ', code('--lighting "golden hour"'), '.'),
      ],
    }),
  );
}

function showTemplate({ catalog }: Pick<Studio, 'catalog'>, name: string): SubAnswer {
  const found = catalog.templates.get(name);
  if (found === undefined) {
    const near = nearest(name, [...catalog.templates.keys()]).join(', ');
    return say('warning', 'There is no template ', code(name), near === '' ? '.' : `. Nearest: ${near}.`);
  }
  const { template, version } = found;
  const slots = SLOT_NAMES.flatMap((slot) => {
    const value = template.defaults[slot];
    return value === undefined ? [] : [{ label: slot, value: [value] }];
  });
  const { seconds, ratio } = template.take ?? {};
  const take = [...(seconds === undefined ? [] : [`${seconds} s`]), ...(ratio === undefined ? [] : [ratio])].join(
    ' · ',
  );
  return withCard(
    toCard({
      tone: 'plain',
      title: [bold(template.title), ' ', code(template.name)],
      body: [
        line(template.description),
        ...(slots.length === 0 ? [] : [{ kind: 'fields', fields: slots } as const]),
        ...(take === '' ? [] : [line(`Takes: ${take}`)]),
        quiet(`Version ${version}. What you write in a slot wins over these.`),
      ],
    }),
  );
}
