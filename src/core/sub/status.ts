import { isJobOver } from '../budget/period.ts';
import type { Block } from '../card/card.ts';
import { toLeftWords } from '../card/money-words.ts';
import { bold, line, quiet, toCard } from '../card/to-card.ts';
import type { TakeView } from '../ports/show-store.ts';
import type { DecisionState } from '../ports/vote-store.ts';
import type { Asked } from '../studio/asked.ts';
import { seesMoney } from '../studio/sees-money.ts';
import type { Studio } from '../studio/studio.ts';
import { isEnded } from '../take/state.ts';
import { loadRecent } from './find-shot.ts';
import { loadPurses } from './purses.ts';
import { type SubAnswer, withCard } from './sub-answer.ts';

const MAX_LISTED = 10;

/** What runs in the channel, what waits for votes, and what is left to spend. */
export async function showStatus(studio: Studio, asked: Asked): Promise<SubAnswer> {
  const takes = await loadRecent(studio, asked);
  const running = takes.filter(({ state }) => !isEnded(state));
  const open = takes.filter(({ state, decision }) => state === 'delivered' && isUndecided(decision.state));
  return withCard(
    toCard({
      tone: running.length > 0 ? 'running' : 'plain',
      title: [bold(running.length === 0 ? 'Nothing is running here' : `${running.length} running here`)],
      body: [
        ...running.slice(0, MAX_LISTED).map(toRunningLine),
        ...toMore(running.length),
        ...(open.length === 0 ? [] : [line(`Waiting for votes: ${open.slice(0, MAX_LISTED).map(toName).join(', ')}.`)]),
        ...toMore(open.length),
        ...(seesMoney(asked) ? await toMoneyLines(studio, asked) : []),
      ],
    }),
  );
}

/** What is approved or rejected waits for nobody, also while it may still change. */
const isUndecided = (state: DecisionState): boolean => state === 'open' || state === 'split';

const toName = (take: TakeView): string => `${take.slug} take ${take.number}`;

const toRunningLine = (take: TakeView): Block =>
  line(bold(toName(take)), ` · ${take.state} · `, { person: take.askedBy }, ' · started ', { at: take.createdAt });

const toMore = (count: number): readonly Block[] =>
  count > MAX_LISTED ? [quiet(`And ${count - MAX_LISTED} more.`)] : [];

async function toMoneyLines(studio: Studio, asked: Asked): Promise<readonly Block[]> {
  const { workspace, settings } = asked;
  const purses = await loadPurses(studio, asked);
  const labels = { channel: 'Left in this channel', person: 'Left for you' } as const;
  const left = purses.flatMap(({ kind, row }) =>
    kind === 'channel' || kind === 'person' ? [{ label: labels[kind], value: [toLeftWords(row)] }] : [],
  );
  const stopped = workspace.stoppedAt !== null || (await studio.budgets.spendingStopped()) !== null;
  const isOver = isJobOver(settings.budget, studio.clock.now(), settings.timeZone);
  return [
    { kind: 'fields', fields: left },
    ...(stopped ? [line('Paid takes are stopped for now; free models still work.')] : []),
    ...(isOver ? [line('This channel’s job is past its last day: nothing paid runs until the next one is set.')] : []),
  ];
}
