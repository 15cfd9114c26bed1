import { leftOf, limitOf } from '../budget/reservation.ts';
import type { ScopeKind } from '../budget/scopes.ts';
import type { Block } from '../card/card.ts';
import { toPeriodWords } from '../card/money-words.ts';
import { bold, line, quiet, toCard } from '../card/to-card.ts';
import type { ChannelSettings } from '../channel/settings.ts';
import { type Micros, maxMicros, toDollars } from '../money/micros.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { loadPurses, type PurseView } from './purses.ts';
import { type SubAnswer, withCard } from './sub-answer.ts';

/** Every purse that a paid take of the asker has to fit into: spent, held, cap and what is left. */
export async function showBudget(studio: Studio, asked: Asked): Promise<SubAnswer> {
  const purses = await loadPurses(studio, asked);
  const stopped = asked.workspace.stoppedAt !== null || (await studio.budgets.spendingStopped()) !== null;
  const frozen = purses.filter(({ row }) => row.frozen);
  return withCard(
    toCard({
      tone: frozen.length > 0 || stopped ? 'warning' : 'plain',
      title: [bold('Budget')],
      body: [
        ...purses.filter(({ kind }) => kind === 'channel').map(toMeter),
        {
          kind: 'table',
          caption: 'What a paid take has to fit into',
          columns: ['Whose', 'Spent', 'Held', 'Cap', 'Left'],
          rows: purses.map(toRow),
        },
        ...toJobLine(asked.settings),
        ...frozen.map(({ kind }) =>
          line(`${LABELS[kind]}: on hold, for more is billed or promised than the cap allows. A higher cap lifts it.`),
        ),
        ...(stopped ? [line('Paid takes are stopped for now; free models still work.')] : []),
        quiet(`This channel’s periods begin and end in ${asked.settings.timeZone}.`),
      ],
    }),
  );
}

const LABELS: Readonly<Record<ScopeKind, string>> = {
  channel: 'This channel',
  person: 'You',
  workspace: 'The workspace',
  fuse: 'The workspace’s fuse',
  all: 'The installation’s fuse',
};

function toRow({ kind, row }: PurseView): readonly string[] {
  const cap = row.granted === 0n ? toDollars(row.cap) : `${toDollars(row.cap)} + ${toDollars(row.granted)} granted`;
  const whose = `${LABELS[kind]}, ${toPeriodWords(row.period)}`;
  return [whose, ...[row.settled + row.overage, row.held].map(toDollars), cap, toDollars(maxMicros(leftOf(row), 0n))];
}

/** In dollars. */
function toMeter({ row }: PurseView): Block {
  const label = `This channel ${toPeriodWords(row.period)}`;
  const { settled, overage, held } = row;
  return { kind: 'meter', label, spent: dollars(settled + overage), held: dollars(held), cap: dollars(limitOf(row)) };
}

const dollars = (micros: Micros): number => Number(micros) / 1_000_000;

function toJobLine({ budget }: ChannelSettings) {
  if (budget.kind !== 'job') return [];
  return [line(`Job ${budget.job}${budget.endsOn === null ? ', without an end' : `, until ${budget.endsOn}`}.`)];
}
