import type { Block } from '../card/card.ts';
import type { Micros } from '../money/micros.ts';
import type { WeekCount } from './count-week.ts';
import { perUnit, toRounded, trim } from './words.ts';

/**
 * What the decisions of the week cost. Rows that say nothing are left out, and the names are short: on a phone a line of
 * a table has about 38 characters. The last row is what all decided takes cost, by the seconds that were approved.
 */
export function toDecisionTable(count: WeekCount): readonly Block[] {
  const { approved, rejected, superseded } = count;
  const decidedCost = approved.cost + rejected.cost + superseded.cost;
  const whole = approved.paidSeconds === 0 ? null : perUnit(decidedCost, approved.paidSeconds);
  const free = { takes: approved.free, seconds: approved.freeSeconds, cost: 0n };
  const paid = { takes: approved.paid, seconds: approved.paidSeconds, cost: approved.cost };
  const rows = [
    ...decidedRow('Approved', paid),
    ...unitRow('… a take', approved.perTake),
    ...unitRow('… a second', approved.perSecond),
    ...decidedRow(paid.takes === 0 ? 'Approved' : '… for free', free),
    ...decidedRow('Rejected', allOf(rejected)),
    ...decidedRow('Superseded', allOf(superseded)),
    ...(decidedCost === approved.cost ? [] : unitRow('All, a sec.', whole)),
  ];
  const caption = 'What the decisions of the week cost';
  return rows.length === 0 ? [] : [{ kind: 'table', caption, columns: ['', 'Takes', 'Sec.', 'Cost'], rows }];
}

interface Sums {
  readonly takes: number;
  readonly seconds: number;
  readonly cost: Micros;
}

const allOf = ({ takes, paidSeconds, freeSeconds, cost }: WeekCount['rejected']): Sums => ({
  takes: takes.length,
  seconds: paidSeconds + freeSeconds,
  cost,
});

const decidedRow = (name: string, { takes, seconds, cost }: Sums): readonly (readonly string[])[] =>
  takes === 0 ? [] : [[name, String(takes), trim(seconds), toRounded(cost)]];

const unitRow = (name: string, cost: Micros | null): readonly (readonly string[])[] =>
  cost === null ? [] : [[name, '', '', toRounded(cost)]];
