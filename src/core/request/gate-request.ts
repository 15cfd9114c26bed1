import { CONFIRM_WINDOW_MS, decideRun, isProviderAllowed, type RunDecision } from '../budget/brakes.ts';
import { isJobOver } from '../budget/period.ts';
import { type Balance, decideReservation, leftOf } from '../budget/reservation.ts';
import { type CommandOffer, confirmCard, duplicateCard } from '../card/ask-cards.ts';
import { frozenCard, refusedCard, stoppedCard } from '../card/brake-cards.ts';
import type { Card } from '../card/card.ts';
import { laterBy } from '../generate/pace.ts';
import { type Micros, minMicros } from '../money/micros.ts';
import type { Request, RequestState } from '../ports/request-store.ts';
import type { Asked } from '../studio/asked.ts';
import { loadScopes } from '../studio/load-scopes.ts';
import { seesMoney } from '../studio/sees-money.ts';
import type { Studio } from '../studio/studio.ts';
import { refuseOver } from './refuse-over.ts';
import { reserveRequest } from './reserve-request.ts';

/** The request as the same person may have sent it a moment ago. */
const REPEAT_MS = 30_000;

export interface Gate {
  readonly consent: 'none' | 'confirmed' | 'granted';
  readonly from: RequestState;
  /** Set where a change was read from words: then even a small price is shown first. */
  readonly changes: readonly string[] | null;
  readonly offers: readonly CommandOffer[];
  /** Shown first, whatever it costs. */
  readonly mustShow?: boolean;
}

/**
 * Lets a request run, or asks its requester, or offers to ask an owner, or refuses it (design §6, §9). This look is for
 * the words; the database decides again under its locks when the money is held.
 */
export async function gateRequest(studio: Studio, asked: Asked, request: Request, gate: Gate): Promise<Card | null> {
  const scopes = await loadScopes(studio, asked);
  const reserving = { scopes, from: gate.from, grant: gate.consent === 'granted' };
  const isShown = gate.mustShow === true || request.estimate > 0n;
  const balances = isShown ? await studio.budgets.loadRows(scopes) : [];
  // What costs nothing waits for nobody's budget.
  const decision = await decide(studio, asked, request, { gate, balances: request.estimate > 0n ? balances : [] });
  switch (decision.kind) {
    case 'run':
      if (gate.consent === 'none' && (gate.mustShow === true || (request.estimate > 0n && gate.changes !== null)))
        return confirm(studio, asked, request, { gate, balances, why: 'price' });
      return reserveRequest(studio, asked, request, reserving);
    case 'confirm':
      return confirm(studio, asked, request, { gate, balances, why: decision.why });
    case 'ask-owner':
      return refuseOver(studio, asked, request, { from: gate.from, ...shortOf(decision, balances) });
    case 'refuse':
      return refuse(studio, request, gate, decision);
  }
}

async function decide(
  studio: Studio,
  asked: Asked,
  request: Request,
  look: { readonly gate: Gate; readonly balances: readonly Balance[] },
): Promise<RunDecision> {
  const at = studio.clock.now();
  const { consent } = look.gate;
  const isPaid = request.estimate > 0n;
  const barred = request.plan.takes.find((take) => !isProviderAllowed(asked.policy.providers, take.provider));
  const isRepeated = isPaid && (await studio.requests.askedSince(request, laterBy(at, -REPEAT_MS)));
  return decideRun({
    amount: request.estimate,
    policy: asked.policy,
    provider: (barred ?? request.plan.takes[0])?.provider ?? '',
    // An owner's grant covers what is missing, so the caps are not looked at again.
    reservation:
      consent === 'granted'
        ? { kind: 'reserve', amount: request.estimate }
        : decideReservation(look.balances, request.estimate),
    // Counted by the database, under the lock of the person's own purse.
    pace: { kind: 'go' },
    stopped: isPaid && ((await studio.budgets.spendingStopped()) !== null || asked.workspace.stoppedAt !== null),
    jobOver: isJobOver(asked.settings.budget, at, asked.settings.timeZone),
    lastSame: isRepeated ? at : null,
    at,
    asker: asked.isOwner ? 'owner' : 'member',
    consent,
  });
}

interface Confirming {
  readonly gate: Gate;
  readonly balances: readonly Balance[];
  readonly why: 'price' | 'repeat';
}

async function confirm(
  studio: Studio,
  asked: Asked,
  request: Request,
  { gate, balances, why }: Confirming,
): Promise<Card | null> {
  const isShown = seesMoney(asked);
  // A price is confirmed by those who see it.
  if (!isShown && request.estimate > 0n)
    return refuseOver(studio, asked, request, { from: gate.from, scope: null, left: leastLeft(balances) });
  const expiresAt = laterBy(studio.clock.now(), CONFIRM_WINDOW_MS);
  const moved = await studio.requests.move(request.id, { from: [gate.from], to: 'confirm', expiresAt });
  if (!moved) return null;
  const left = leastLeft(balances);
  if (!isShown) return confirmCard({ request, left: null, understood: gate.changes });
  return why === 'repeat'
    ? duplicateCard({ request, left })
    : confirmCard({ request, left, understood: gate.changes, offers: gate.offers });
}

const shortOf = (decision: Extract<RunDecision, { kind: 'ask-owner' }>, balances: readonly Balance[]) =>
  decision.why === 'over-cap'
    ? { scope: decision.scope, left: decision.left }
    : { scope: null, left: leastLeft(balances) };

async function refuse(
  studio: Studio,
  request: Request,
  gate: Gate,
  decision: Extract<RunDecision, { kind: 'refuse' }>,
): Promise<Card> {
  await studio.requests.move(request.id, { from: [gate.from], to: 'refused', refusal: { kind: decision.why } });
  if (decision.why === 'frozen') return frozenCard(decision.scope);
  if (decision.why === 'stopped') return stoppedCard(await studio.budgets.spendingStopped());
  return refusedCard(decision.why);
}

const leastLeft = (balances: readonly Balance[]): Micros => balances.map(leftOf).reduce(minMicros);
