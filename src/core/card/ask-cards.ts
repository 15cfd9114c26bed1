import type { Suggestion } from '../budget/fit.ts';
import type { PaceLimits } from '../budget/pace.ts';
import { shorten } from '../command/clean-text.ts';
import type { RequestId } from '../ids.ts';
import { type Micros, maxMicros, toDollars } from '../money/micros.ts';
import type { Request, RequestPlan } from '../ports/request-store.ts';
import type { Button, Card, Line } from './card.ts';
import { toFitCommand } from './fit-command.ts';
import { toPrice, toScopeWords } from './money-words.ts';
import { bold, button, line, quiet, toCard } from './to-card.ts';
import { withoutMoney } from './without-money.ts';

const MAX_SCENE = 300;

/** Something larger, with its price, as the command that asks for it. */
export interface CommandOffer {
  readonly label: string;
  readonly command: string;
}

/** Shows price and what is left, and runs on a click, once (design §6, "Confirming money"). `understood`: a change, slot by slot. */
export function confirmCard(ask: {
  readonly request: Request;
  /** null for those who see no money: they run only what is free. */
  readonly left: Micros | null;
  readonly understood: readonly string[] | null;
  readonly offers?: readonly CommandOffer[];
}): Card {
  const { request, left } = ask;
  const run = request.estimate === 0n ? 'Run' : `Run for ${toDollars(request.estimate)}`;
  return toCard({
    tone: 'plain',
    title: priceTitle(request),
    body: [
      line(shorten(request.brief.scene, MAX_SCENE)),
      ...(ask.understood ?? []).map((change) => line('Changed: ', bold(change))),
      ...(left === null ? [] : [line(`Left to spend: ${toDollars(maxMicros(left, 0n))}.`)]),
      ...withoutMoney(request.plan.notes, { external: left === null }).map((note) => quiet(note)),
      quiet('Nothing runs until you press Run, once, within 15 minutes.'),
    ],
    buttons: [
      button('run', request.id, run, { style: 'primary' }),
      button('edit', request.id, 'Edit'),
      ...offerButtons(request.id, ask.offers ?? []),
      button('drop', request.id, 'No'),
    ],
  });
}

/** The same request within half a minute: asks whether it was meant. */
export const duplicateCard = ({ request, left }: { readonly request: Request; readonly left: Micros }): Card =>
  toCard({
    tone: 'warning',
    title: [bold('Again?')],
    body: [
      line(`You asked for the same a moment ago. ${toPlanWords(request.plan)} more: ${toPrice(request.estimate)}.`),
      line(`Left to spend: ${toDollars(maxMicros(left, 0n))}.`),
      quiet('The first one stands; this one hasn’t run.'),
    ],
    buttons: [button('run', request.id, 'Run it again', { style: 'primary' }), button('drop', request.id, 'No')],
  });

/**
 * Over the cap, or dear: what is left, what would fit, and a way to ask. `scope` is the one with the least left; null
 * where the request is only dearer than what a person may order alone.
 */
export function overCapCard(ask: {
  readonly request: Request;
  readonly left: Micros;
  readonly scope: string | null;
  readonly alone: Micros | null;
  readonly fits: readonly Suggestion[];
}): Card {
  const { request } = ask;
  const fits = ask.fits.map((fit) => ({ label: toFitWords(fit), command: toFitCommand(request, fit) }));
  return toCard({
    tone: 'warning',
    title: priceTitle(request),
    body: [
      line(toOverWords(ask)),
      ...(fits.length === 0 ? [] : [line(`What would fit: ${fits.map(({ label }) => label).join('; ')}.`)]),
      ...request.plan.notes.map((note) => quiet(note)),
      quiet('Nothing was spent. If you ask, the request waits 24 hours for a budget owner.'),
    ],
    buttons: [
      ...offerButtons(request.id, fits),
      button('ask', request.id, 'Ask the budget owner', { style: 'primary' }),
    ],
  });
}

/** To a guest, who sees no money: what costs something is a budget owner's to say yes to. */
export const guestCard = ({ request }: { readonly request: Request }): Card =>
  toCard({
    tone: 'warning',
    title: [bold(toPlanWords(request.plan))],
    body: [
      line(shorten(request.brief.scene, MAX_SCENE)),
      line(
        'This costs the team money, and guests don’t order that alone. Ask a member to send it, or a budget owner to agree.',
      ),
      quiet(
        'Nothing was spent. If you ask, the request waits 24 hours for a budget owner. Free models are for everybody.',
      ),
    ],
    buttons: [button('ask', request.id, 'Ask the budget owner', { style: 'primary' })],
  });

/** The same, for whoever may say yes. */
export function ownerCard(ask: {
  readonly request: Request;
  /** What is short, where it is known. */
  readonly over?: Shortage;
  /** Where it was asked, by name where that is known: an owner reads it elsewhere. */
  readonly channelName: string | null;
}): Card {
  const { request, over, channelName } = ask;
  return toCard({
    tone: 'warning',
    title: [bold(`A request for ${toPrice(request.estimate)} needs a budget owner`)],
    body: [
      line(
        { person: request.person },
        ` asks for ${toPlanWords(request.plan)}${channelName === null ? '' : ` in #${channelName}`}.`,
      ),
      line(shorten(request.brief.scene, MAX_SCENE)),
      ...(over === undefined ? [] : [line(toOverWords(over))]),
      quiet('Approving covers this request only, and ends with the day. It waits 24 hours.'),
    ],
    buttons: [
      button('grant', request.id, `Approve ${toDollars(request.estimate)}`, { style: 'primary' }),
      button('decline', request.id, 'Decline', { style: 'danger' }),
    ],
  });
}

/** Paid takes come too fast for one person (design §9). `takes` is how many were asked for. */
export function paceCard(pace: {
  readonly live: number;
  readonly hour: number;
  readonly limits: PaceLimits;
  readonly takes?: number;
}): Card {
  const { live, hour, limits, takes = 1 } = pace;
  const isHourly = live + takes <= limits.atOnce && hour + takes > limits.perHour;
  const why = isHourly
    ? `You asked for ${toTakeCount(hour, 'paid ')} within the hour; ${limits.perHour} is the limit per person.`
    : `You have ${toTakeCount(live, 'paid ')} running; ${limits.atOnce} at once is the limit per person.`;
  const next = isHourly ? 'Ask again a little later.' : 'Ask again when one of them is done, or for fewer at once.';
  const free = quiet('Free models have no such limit. Nothing was spent.');
  return toCard({ tone: 'warning', title: [bold('One moment')], body: [line(why), line(next), free] });
}

/** `2 takes of SH0040 · veo · 5 s · 1280×720`. */
function toPlanWords({ shot, takes }: RequestPlan): string {
  const count = toTakeCount(takes.length);
  const models = new Set(takes.map(({ model }) => model));
  const sizes = new Set(takes.map(({ params }) => `${params.seconds} s · ${params.width}×${params.height}`));
  const parts = [
    shot.slug === null ? count : `${count} of ${shot.slug}`,
    [...models].join(', '),
    [...sizes].join(', '),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

const toTakeCount = (count: number, what = ''): string => `${count} ${what}${count === 1 ? 'take' : 'takes'}`;

const priceTitle = (request: Request): Line => [bold(`${toPlanWords(request.plan)}: ${toPrice(request.estimate)}`)];

/** `alone`: what one person may order alone, where it is known; `guest`: nothing at all. */
interface Shortage {
  readonly left: Micros;
  readonly scope: string | null;
  readonly alone: Micros | null;
  readonly guest?: boolean;
}

function toOverWords({ left, scope, alone, guest = false }: Shortage): string {
  const amount = toDollars(maxMicros(left, 0n));
  if (guest && scope === null) return `Guests order nothing alone that costs money. Left to spend: ${amount}.`;
  const most = alone === null ? '' : ` (${toDollars(alone)} at most)`;
  return scope === null
    ? `It costs more than one person may order alone${most}, so a budget owner has to agree. Left to spend: ${amount}.`
    : `That is more than what is left in ${toScopeWords(scope)}: ${amount}.`;
}

/** What differs from what was asked, and the price: `3 s · $0.60`. */
function toFitWords({ changes, takes, seconds, size, model, price }: Suggestion): string {
  const words = { fewer: toTakeCount(takes), shorter: `${seconds} s`, smaller: size.replace('x', '×'), cheaper: model };
  return [...changes.map((change) => words[change]), toPrice(price)].join(' · ');
}

const offerButtons = (request: RequestId, offers: readonly CommandOffer[]): readonly Button[] =>
  offers.map(({ label, command }) => button('fit', request, label, { argument: command }));
