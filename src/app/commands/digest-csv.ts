import { savedBy } from '../../core/digest/count-week.ts';
import type { DigestSettings } from '../../core/digest/digest-settings.ts';
import type { WeekFacts } from '../../core/digest/load-week.ts';
import { daysOf, weeksBefore } from '../../core/digest/span.ts';
import type { Micros } from '../../core/money/micros.ts';
import { toCell } from './log-csv.ts';

type Cell = string | number | bigint;

/** Every number of a digest, one a line, money in whole micro-dollars: section, name, takes, seconds, micros. */
export function toDigestCsv({ span, count, budget }: WeekFacts, { people, baseline }: DigestSettings): string {
  const { approved, rejected, superseded, approval } = count;
  const decided = (name: string, { takes, paidSeconds, freeSeconds, cost }: typeof approved) =>
    row('decision', name, { takes: takes.length, seconds: paidSeconds + freeSeconds, micros: cost });
  const lines = [
    ['section', 'name', 'takes', 'seconds', 'micros'],
    row('week', span.week.key, { takes: count.made, micros: count.spent }),
    row('week', 'from', { text: span.week.from.toISOString() }),
    row('week', 'until', { text: span.until.toISOString() }),
    row('week', 'decisions as of', { text: span.toldAt.toISOString() }),
    row('week', 'made free', { takes: count.madeFree }),
    row('week', 'held', { micros: count.held }),
    ...weeksBefore(span).map(({ key }, index) => row('before', key, { micros: count.spentBefore[index] ?? 0n })),
    ...daysOf(span).map(({ from }, index) => row('day', from.toISOString(), { micros: count.spentByDay[index] ?? 0n })),
    row('budget', budget.period, { micros: budget.cap + budget.granted }),
    row('budget', 'spent', { micros: budget.spent }),
    row('budget', 'held', { micros: budget.held }),
    row('month', `${count.month.name} so far`, { micros: count.month.spent }),
    row('month', `${count.month.name} forecast`, { micros: count.month.forecast }),
    decided('approved', approved),
    row('decision', 'approved, free', { takes: approved.free, seconds: approved.freeSeconds }),
    decided('rejected', rejected),
    decided('superseded', superseded),
    row('decision', 'open', { takes: count.open.length }),
    row('approval', 'shots', { takes: approval.shots, micros: approval.cost }),
    row('approval', 'takes to approval', { takes: approval.takes }),
    row('approval', 'seconds to approval', { seconds: approval.minutes * 60 }),
    row('approval', 'one approved take', { micros: approved.perTake ?? undefined }),
    row('approval', 'one approved second', { micros: approved.perSecond ?? undefined }),
    ...(baseline === null ? [] : [savedRow(savedBy(approval, baseline))]),
    ...count.failures.map(({ cause, count: takes }) => row('failure', cause, { takes })),
    ...count.byModel.map(({ name, made, spent }) => row('model', name, { takes: made, micros: spent })),
    ...count.byTemplate.map(({ name, made, spent }) => row('template', name, { takes: made, micros: spent })),
    ...(people ? count.byPerson : []).map(({ name, made, spent }) =>
      row('person', name, { takes: made, micros: spent }),
    ),
    ...approved.takes.map((take) => takeRow('approved clip', take)),
    ...count.open.map((take) => takeRow('open', take)),
  ];
  return lines.map((cells) => `${cells.map(toCell).join(',')}\r\n`).join('');
}

const takeRow = (section: string, { slug, number, seconds, billed }: WeekFacts['count']['open'][number]) =>
  row(section, `${slug} take ${number}`, { takes: 1, seconds, micros: billed });

const savedRow = ({ minutes, cost }: ReturnType<typeof savedBy>) =>
  row('approval', 'saved', { seconds: minutes * 60, micros: cost });

interface Values {
  readonly takes?: number;
  readonly seconds?: number;
  readonly micros?: Micros | undefined;
  readonly text?: string;
}

const row = (section: string, name: string, { takes, seconds, micros, text }: Values): readonly Cell[] =>
  text === undefined
    ? [section, name, takes ?? '', seconds ?? '', micros ?? '']
    : [section, `${name} ${text}`, '', '', ''];
