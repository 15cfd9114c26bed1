import { readJobNumber } from '../channel/settings.ts';
import { toQuoted } from '../command/quotes.ts';
import { readDollars, toDollars } from '../money/micros.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { loadPurses } from '../sub/purses.ts';
import { type FieldRule, textOf, type Values } from './form.ts';

type Core = Pick<Studio, 'budgets' | 'house' | 'clock'>;

/** What the channel may spend: four fields of one command. */
export async function budgetFields(core: Core, asked: Asked): Promise<readonly FieldRule[]> {
  const { budget } = asked.settings;
  const purse = (await loadPurses(core, asked)).find(({ kind }) => kind === 'channel');
  const job = budget.kind === 'job' ? budget : null;
  return [
    {
      ...{ name: 'period', label: 'Counted', value: budget.kind },
      input: {
        kind: 'one',
        choices: [
          { name: 'month', title: 'by month' },
          { name: 'day', title: 'by day' },
          { name: 'job', title: 'by job: one total' },
        ],
      },
      write,
    },
    dollarField('cap', 'May spend', { value: purse === undefined ? '' : toDollars(purse.row.cap), write }),
    {
      ...{ name: 'job', label: 'Job number', hint: 'Only for a budget by job.', value: job?.job ?? '' },
      input: { kind: 'text', example: '26-114' },
      wrong: (all) => (isJob(all) && readJobNumber(textOf(all, 'job')) === null ? NO_NUMBER : null),
      write,
    },
    {
      ...{ name: 'until', label: 'The job’s last day', hint: 'None: the job has no end.', value: job?.endsOn ?? '' },
      input: { kind: 'day' },
      write,
    },
  ];
}

const NO_NUMBER = 'A budget by job needs the job’s number: up to 32 letters, digits and . _ - /';

const isJob = (all: Values): boolean => textOf(all, 'period') === 'job';

function write(all: Values): string {
  if (!isJob(all)) return `budget channel ${textOf(all, 'cap')} ${textOf(all, 'period')}`;
  const until = textOf(all, 'until');
  return `budget job ${toQuoted(textOf(all, 'job'))} ${textOf(all, 'cap')}${until === '' ? '' : ` until ${until}`}`;
}

/** An amount in dollars, which is never left out. */
export const dollarField = (
  name: string,
  label: string,
  { value, write }: Pick<FieldRule, 'write'> & { readonly value: string },
): FieldRule => ({
  ...{ name, label, value, write },
  input: { kind: 'text', example: '$50' },
  wrong: (all) => (readDollars(textOf(all, name)) === null ? 'Write an amount like 50 or 12.50.' : null),
});
