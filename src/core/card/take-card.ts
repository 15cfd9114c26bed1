import { shorten } from '../command/clean-text.ts';
import type { TakeView } from '../ports/show-store.ts';
import type { Block, Card, Line } from './card.ts';
import type { CardContext } from './context.ts';
import { toDecisionWords } from './decision-words.ts';
import { dispositionLabel, readDisposition } from './disposition.ts';
import { toCostWords, toLeftWords } from './money-words.ts';
import { toTakeButtons } from './take-buttons.ts';
import { toProgress, toStateLine, toTone } from './take-state.ts';
import { line, quiet, toCard } from './to-card.ts';
import { withoutMoney } from './without-money.ts';

/** A provider's own words, where its reason helps. */
const MAX_DETAIL = 200;

/** The one card of a take, edited in place through its life (design §6). */
export function toTakeCard(view: TakeView, context: CardContext): Card {
  return toCard({
    tone: toTone(view),
    title: takeTitle(view),
    body: [
      line(...askedLine(view, context)),
      line(...toStateLine(view, context)),
      ...toProgress(view),
      ...fields(view, context),
      ...withoutMoney(view.notes, context).map((note) => quiet(note)),
      ...detail(view, context),
    ],
    buttons: toTakeButtons(view, context),
  });
}

/** `PV-0042 · take 3, from take 2`. */
function takeTitle(view: Pick<TakeView, 'slug' | 'number' | 'parentNumber'>): Line {
  const parent = view.parentNumber === null ? '' : `, from take ${view.parentNumber}`;
  return [{ bold: view.slug }, ` · take ${view.number}${parent}`];
}

function askedLine(view: TakeView, { model }: CardContext): Line {
  const { seconds, ratio } = view.params;
  const tier = view.tier === null ? '' : ` · ${view.tier}`;
  return ['Asked by ', { person: view.askedBy }, ` · ${model?.title ?? view.model} · ${seconds} s · ${ratio}${tier}`];
}

function fields(view: TakeView, context: CardContext): readonly Block[] {
  const shown = [
    ...(context.external ? [] : [{ label: 'Cost', value: [toCostWords(view)] }]),
    ...(context.external || context.purse === null ? [] : [{ label: 'Left', value: [toLeftWords(context.purse)] }]),
    ...(isReviewed(view) ? [{ label: 'Review', value: toDecisionWords(view, context) }] : []),
    ...disposition(view),
  ];
  return shown.length === 0 ? [] : [{ kind: 'fields', fields: shown }];
}

const isReviewed = (view: TakeView): boolean =>
  view.state === 'delivered' || view.state === 'undeliverable' || view.ballots.length > 0;

function disposition(view: TakeView): readonly { readonly label: string; readonly value: Line }[] {
  if (view.disposition === null) return [];
  const known = readDisposition(view.disposition);
  return [{ label: 'Used for', value: [known === null ? view.disposition : dispositionLabel(known)] }];
}

function detail(view: TakeView, { external }: CardContext): readonly Block[] {
  const helps = view.failure === 'provider_failed' || view.failure === 'invalid_request';
  if (external || view.detail === null || view.detail === '') return [];
  if (view.state === 'unknown') return [quiet('Known so far: ', shorten(view.detail, MAX_DETAIL))];
  if (!helps) return [];
  return [quiet('The provider said: ', shorten(view.detail, MAX_DETAIL))];
}
