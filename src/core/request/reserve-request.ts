import { NOTICE_PERCENTS } from '../budget/notices.ts';
import { DEFAULT_PACE } from '../budget/pace.ts';
import { limitOf } from '../budget/reservation.ts';
import { type BudgetScope, channelScope } from '../budget/scopes.ts';
import { paceCard } from '../card/ask-cards.ts';
import { frozenCard, noticeCard, stoppedCard } from '../card/brake-cards.ts';
import type { Card } from '../card/card.ts';
import { outboxId, shotId } from '../ids.ts';
import { percentOf } from '../money/micros.ts';
import type { BudgetRow } from '../ports/budget-store.ts';
import type { Request, RequestState, ReserveOutcome } from '../ports/request-store.ts';
import { reopenThread } from '../send/reopen-thread.ts';
import type { Asked } from '../studio/asked.ts';
import { cardMessage, shotMessage } from '../studio/ring.ts';
import { isExternal } from '../studio/room.ts';
import type { Studio } from '../studio/studio.ts';
import { refuseOver } from './refuse-over.ts';

export interface Reserving {
  readonly scopes: readonly BudgetScope[];
  readonly from: RequestState;
  /** An owner said yes: the grant covers what is missing, for this request only. */
  readonly grant: boolean;
}

/** Holds the money and makes shot, takes and messages in one commit, then rings for them. Resolves to what stopped it. */
export async function reserveRequest(
  studio: Studio,
  asked: Asked,
  request: Request,
  reserving: Reserving,
): Promise<Card | null> {
  const outcome = await studio.requests.reserve({
    request: request.id,
    from: [reserving.from],
    plan: request.plan,
    scopes: reserving.scopes,
    pace: { live: DEFAULT_PACE.atOnce, hour: DEFAULT_PACE.perHour },
    grant: reserving.grant,
    actor: reserving.from === 'read' ? null : asked.envelope.actor.id,
    now: studio.clock.now(),
  });
  switch (outcome.kind) {
    case 'already':
      return null;
    case 'reserved':
      return afterReserving(studio, asked, request, { outcome, reserving });
    case 'exceeded':
      return refuseOver(studio, asked, request, { from: reserving.from, scope: outcome.scope, left: outcome.left });
    default:
      await studio.requests.move(request.id, {
        from: [reserving.from],
        to: 'refused',
        refusal: { kind: outcome.kind },
      });
      return stoppedBy(studio, request, outcome);
  }
}

async function afterReserving(
  studio: Studio,
  asked: Asked,
  request: Request,
  { outcome, reserving }: { readonly outcome: Reserved; readonly reserving: Reserving },
): Promise<Card | null> {
  const { thread } = asked.envelope.place;
  // Whoever asks in its thread sees it. A press that comes later tells nothing of the thread.
  const isSeen = reserving.from === 'read' && thread !== null && thread === request.plan.shot.thread;
  const told =
    outcome.first > 1 && !isSeen ? await reopenThread(studio, request.workspace, shotId(outcome.shot)) : null;
  await ringAll(studio, outcome);
  if (request.estimate > 0n) await noticeLevels(studio, asked, request, reserving.scopes);
  return told;
}

type Reserved = Extract<ReserveOutcome, { kind: 'reserved' }>;

async function stoppedBy(
  studio: Studio,
  request: Request,
  outcome: Extract<ReserveOutcome, { kind: 'frozen' | 'pace' | 'stopped' }>,
): Promise<Card> {
  if (outcome.kind === 'frozen') return frozenCard(outcome.scope);
  if (outcome.kind === 'stopped') return stoppedCard(await studio.budgets.spendingStopped());
  return paceCard({ live: outcome.live, hour: outcome.hour, takes: request.plan.takes.length, limits: DEFAULT_PACE });
}

async function ringAll(studio: Studio, outcome: Reserved): Promise<void> {
  await studio.queue.wakeAll([
    { kind: 'send', outboxId: shotMessage(shotId(outcome.shot)) },
    ...outcome.takes.map((takeId) => ({ kind: 'advance', takeId }) as const),
    // The cards of a new shot wait for its thread, which rings for them.
    ...(outcome.first > 1
      ? outcome.takes.map((takeId) => ({ kind: 'send', outboxId: cardMessage(takeId) }) as const)
      : []),
  ]);
}

/** The channel is told once at 80 and at 100 % of what it may spend. */
async function noticeLevels(
  studio: Studio,
  asked: Asked,
  request: Request,
  scopes: readonly BudgetScope[],
): Promise<void> {
  const mine = scopes.find(({ scope }) => scope === channelScope(request.workspace, request.channel));
  const [row] = mine === undefined ? [] : await studio.budgets.loadRows([mine]);
  const level = row === undefined ? undefined : levelOf(row);
  if (row === undefined || level === undefined) return;
  if (await isExternal(studio, asked.envelope.place, asked.policy)) return;
  if (!(await studio.budgets.claimNotice(row.scope, row.period, level))) return;
  const id = outboxId(`notice-${row.scope}-${row.period}-${level}-${row.cap}`);
  const place = {
    platform: asked.workspace.platform,
    workspace: request.workspace,
    channel: request.channel,
    thread: null,
  };
  await studio.outbox.write({ id, place, person: null, card: noticeCard(level, row), now: studio.clock.now() });
  await studio.queue.wake({ kind: 'send', outboxId: id });
}

function levelOf(row: BudgetRow): number | undefined {
  const percent = percentOf(row.settled + row.held + row.overage, limitOf(row));
  return NOTICE_PERCENTS.findLast((mark) => percent >= mark);
}
