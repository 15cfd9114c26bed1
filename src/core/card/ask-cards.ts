import type { Suggestion } from '../budget/fit.ts';
import type { PaceLimits } from '../budget/pace.ts';
import { shorten } from '../command/clean-text.ts';
import type { PersonId, RequestId } from '../ids.ts';
import { type Micros, maxMicros, toDollars } from '../money/micros.ts';
import type { BudgetRow } from '../ports/budget-store.ts';
import type { RequestPlan } from '../ports/request-store.ts';
import type { Block, Button, Card, Line } from './card.ts';
import { toLeftWords, toPeriodWords, toPrice, toScopeWords } from './money-words.ts';
import { bold, button, line, quiet, toCard } from './to-card.ts';

/** A request as it is shown before it runs. */
export interface AskedRequest {
  readonly requestId: RequestId;
  readonly plan: RequestPlan;
  /** All takes added up. */
  readonly price: Micros;
}

/** What a change in a thread was understood as, slot by slot or option by option. */
export interface Change {
  readonly name: string;
  readonly from: string | null;
  readonly to: string;
}

/** Something larger, with its price, as the command that asks for it. */
export interface CommandOffer {
  readonly label: string;
  readonly command: string;
}

/** Shows price and what is left, and runs on a click, once (design §6, "Confirming money"). */
export function confirmCard(
  ask: AskedRequest & {
    readonly purse: BudgetRow | null;
    readonly expiresAt: Date;
    readonly changes?: readonly Change[];
    readonly offers?: readonly CommandOffer[];
  },
): Card {
  const run = ask.price === 0n ? 'Run' : `Run for ${toDollars(ask.price)}`;
  return toCard({
    tone: 'plain',
    title: [bold(`${toPlanWords(ask.plan)}: ${toPrice(ask.price)}`)],
    body: [
      line(shorten(ask.plan.shot.scene, 300)),
      ...changeFields(ask.changes ?? []),
      ...(ask.purse === null ? [] : [line('Left in this channel: ', toLeftWords(ask.purse))]),
      ...ask.plan.notes.map((note) => quiet(note)),
      quiet('Nothing runs until you say so. This waits until ', { at: ask.expiresAt }, '.'),
    ],
    buttons: [
      button('run', ask.requestId, run, { style: 'primary' }),
      button('edit', ask.requestId, 'Edit'),
      ...offerButtons(ask.requestId, ask.offers ?? []),
      button('drop', ask.requestId, 'No'),
    ],
  });
}

/** The same request within half a minute: asks whether it was meant. */
export const duplicateCard = (ask: AskedRequest): Card =>
  toCard({
    tone: 'warning',
    title: [bold('Again?')],
    body: [
      line('You asked for the same a moment ago. ', `${toPlanWords(ask.plan)} more: ${toPrice(ask.price)}.`),
      quiet('The first one is on its way; this one hasn’t run.'),
    ],
    buttons: [button('run', ask.requestId, 'Run it again', { style: 'primary' }), button('drop', ask.requestId, 'No')],
  });

/** Why a request needs a budget owner. */
export type Over =
  | {
      readonly kind: 'cap';
      readonly scope: string;
      readonly period: string;
      readonly cap: Micros;
      readonly left: Micros;
    }
  | { readonly kind: 'threshold'; readonly threshold: Micros };

/** Over the cap, or dear: what is left, what would fit, and a way to ask. `owners` is who may say yes. */
export function overCapCard(
  ask: AskedRequest & {
    readonly over: Over;
    readonly fits: readonly { readonly suggestion: Suggestion; readonly command: string }[];
    readonly owners?: readonly PersonId[];
  },
): Card {
  const fits = ask.fits.map(({ suggestion, command }) => ({ label: toFitWords(suggestion), command }));
  return toCard({
    tone: 'warning',
    title: [bold(`${toPlanWords(ask.plan)}: ${toPrice(ask.price)}`)],
    body: [
      line(toOverWords(ask.over, ask.price)),
      line(
        fits.length === 0
          ? 'Nothing smaller would fit either.'
          : `What would fit: ${fits.map(({ label }) => label).join('; ')}.`,
      ),
      ...ask.plan.notes.map((note) => quiet(note)),
      quiet('Nothing was spent. A request that was put to a budget owner waits 24 hours.'),
    ],
    buttons: [
      ...offerButtons(ask.requestId, fits),
      button('ask', ask.requestId, 'Ask the budget owner', { style: 'primary' }),
    ],
  });
}

/** The same, for whoever may say yes. */
export function ownerCard(
  ask: AskedRequest & { readonly person: PersonId; readonly over: Over; readonly expiresAt: Date },
): Card {
  return toCard({
    tone: 'warning',
    title: [bold(`A request for ${toPrice(ask.price)} needs a budget owner`)],
    body: [
      line({ person: ask.person }, ` asks for ${toPlanWords(ask.plan)}.`),
      line(shorten(ask.plan.shot.scene, 300)),
      line(toOverWords(ask.over, ask.price)),
      quiet('Approving covers this request only. It waits until ', { at: ask.expiresAt }, '.'),
    ],
    buttons: [
      button('grant', ask.requestId, `Approve ${toDollars(ask.price)}`, { style: 'primary' }),
      button('decline', ask.requestId, 'Decline', { style: 'danger' }),
    ],
  });
}

/** Paid takes come too fast for one person (design §9). */
export function paceCard(pace: {
  readonly live: number;
  readonly hour: number;
  readonly takes: number;
  readonly limits: PaceLimits;
  readonly retryAt?: Date | null;
}): Card {
  const { live, takes, limits } = pace;
  const crowded = live + takes > limits.atOnce;
  const why: Line = crowded
    ? [`You have ${live} paid takes running; ${limits.atOnce} at once is the limit per person.`]
    : [`You asked for ${pace.hour} paid takes within the hour; ${limits.perHour} is the limit per person.`];
  const retryAt = pace.retryAt ?? null;
  const next: Line = crowded
    ? ['Ask again when one is done, or for fewer takes.']
    : [
        'Ask again ',
        ...(retryAt === null ? ['a little later, or for fewer takes'] : ['from ', { at: retryAt }, ' on']),
        '.',
      ];
  const free = quiet('Free models have no such limit. Nothing was spent.');
  return toCard({ tone: 'warning', title: [bold('One moment')], body: [line(...why), line(...next), free] });
}

/** `2 takes of SH0040 · veo · 5 s · 1280×720`. */
export function toPlanWords({ shot, takes }: RequestPlan): string {
  const count = takes.length === 1 ? '1 take' : `${takes.length} takes`;
  const models = [...new Set(takes.map(({ model }) => model))].join(', ');
  const sizes = [...new Set(takes.map(({ params }) => `${params.seconds} s · ${params.width}×${params.height}`))].join(
    ', ',
  );
  return [shot.slug === null ? count : `${count} of ${shot.slug}`, models, sizes]
    .filter((part) => part !== '')
    .join(' · ');
}

function toOverWords(over: Over, price: Micros): string {
  if (over.kind === 'threshold') {
    return `A request over ${toDollars(over.threshold)} is put to a budget owner; this one is ${toDollars(price)}.`;
  }
  const left = toDollars(maxMicros(over.left, 0n));
  return `That is more than what is left in ${toScopeWords(over.scope)}: ${left} of ${toDollars(over.cap)} ${toPeriodWords(over.period)}.`;
}

/** What differs from what was asked, and the price: `3 s · $0.60`. */
function toFitWords({ changes, takes, seconds, size, model, price }: Suggestion): string {
  const words = {
    fewer: takes === 1 ? '1 take' : `${takes} takes`,
    shorter: `${seconds} s`,
    smaller: size,
    cheaper: model,
  };
  return [...changes.map((change) => words[change]), toPrice(price)].join(' · ');
}

const offerButtons = (request: RequestId, offers: readonly CommandOffer[]): readonly Button[] =>
  offers.map(({ label, command }) => button('fit', request, label, { argument: command }));

function changeFields(changes: readonly Change[]): readonly Block[] {
  if (changes.length === 0) return [];
  const fields = changes.map(({ name, from, to }) => ({
    label: name,
    value: from === null ? [bold(to)] : [`${shorten(from, 120)} → `, bold(to)],
  }));
  return [{ kind: 'fields', fields }];
}
