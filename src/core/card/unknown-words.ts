import { choicesOf, type UnknownChoice } from '../budget/unknown-money.ts';
import { toDollars } from '../money/micros.ts';
import type { TakeView } from '../ports/show-store.ts';
import { STUCK_AT_PROVIDER } from '../take/state.ts';
import type { Line } from './card.ts';
import type { CardContext } from './context.ts';

/** What happens while nobody knows whether a paid call ran (design §9). */
export function toUnknownWords(view: TakeView, context: CardContext): Line {
  const asked = context.model?.title ?? view.model;
  const lost =
    view.detail === STUCK_AT_PROVIDER
      ? `${asked} has rendered for a day without an end. `
      : `${asked} was asked, and no answer came. `;
  const checked = 'Previz keeps checking, and does not send it again by itself.';
  if (context.external || view.estimate === 0n) return [lost, checked];
  const held = ` ${toDollars(view.estimate)} stays held until it is clear.`;
  return [lost, checked, held, ...whoDecides(view, context)];
}

/** The choices that somebody may make now; who may is checked on the press. */
export function unknownChoices(
  view: Pick<TakeView, 'estimate' | 'stateAt'>,
  { now }: Pick<CardContext, 'now'>,
): readonly UnknownChoice[] {
  const question = { amount: view.estimate, since: view.stateAt, at: now };
  const asOwner = choicesOf({ ...question, isRequester: false, isOwner: true });
  return asOwner.length > 0 ? asOwner : choicesOf({ ...question, isRequester: true, isOwner: false });
}

function whoDecides(view: TakeView, context: CardContext): Line {
  const choices = unknownChoices(view, context);
  if (choices.includes('not-charged')) {
    const page = context.providerPage ?? `the usage page of ${view.provider}`;
    return [
      ` A budget owner can settle it: look at ${page} between `,
      { at: view.createdAt },
      ' and ',
      { at: view.stateAt },
      '.',
    ];
  }
  const soon = ' After a day without proof, a budget owner settles it.';
  return choices.includes('charged') ? [' ', { person: view.askedBy }, ' may take it as charged now.', soon] : [soon];
}
