import { toDollars } from '../money/micros.ts';
import type { TakeView } from '../ports/show-store.ts';
import { isCancelable } from '../take/state.ts';
import type { Button } from './card.ts';
import type { CardContext } from './card-context.ts';
import { DISPOSITIONS, dispositionLabel } from './disposition.ts';
import { failureWords } from './failure-words.ts';
import { button } from './to-card.ts';
import { unknownChoices } from './unknown-words.ts';

/** The presses that make sense now. Everybody sees them; who may is checked where the press arrives. */
export function toTakeButtons(view: TakeView, context: CardContext): readonly Button[] {
  if (isCancelable(view.state)) {
    return view.cancelBy === null ? [button('cancel', view.id, 'Cancel', { style: 'danger' })] : [];
  }
  switch (view.state) {
    case 'unknown':
      return unknownButtons(view, context);
    case 'failed':
    case 'refused':
      return failedButtons(view);
    case 'canceled':
      return [retake(view), remix(view)];
    case 'delivered':
    case 'undeliverable':
      return [retake(view), remix(view), ...finalButton(view, context), ...disposeButtons(view), ...reopenButton(view)];
    default:
      return [];
  }
}

const retake = (view: TakeView, style: Button['style'] = 'plain') => button('retake', view.id, 'Retake', { style });

const remix = (view: TakeView, style: Button['style'] = 'plain') => button('remix', view.id, 'Remix', { style });

function failedButtons(view: TakeView): readonly Button[] {
  const { offer } = failureWords(view.failure);
  if (offer === 'none') return [];
  return offer === 'remix' ? [remix(view, 'primary')] : [retake(view, 'primary'), remix(view)];
}

function unknownButtons(view: TakeView, context: CardContext): readonly Button[] {
  const labels = { charged: 'Charged', 'not-charged': 'Not charged' } as const;
  return unknownChoices(view, context).map((choice) => button(choice, view.id, labels[choice]));
}

function finalButton(view: TakeView, { finalModel, external }: CardContext): readonly Button[] {
  if (view.tier === 'final' || view.decision.state !== 'approved' || finalModel === null) return [];
  const price = external ? '' : ` · ${finalModel.price === 0n ? 'free' : toDollars(finalModel.price)}`;
  return [button('final', view.id, `Render final${price}`, { style: 'primary' })];
}

function disposeButtons(view: TakeView): readonly Button[] {
  if (view.decision.state !== 'approved') return [];
  return DISPOSITIONS.filter((known) => known !== view.disposition).map((known) =>
    button('dispose', view.id, dispositionLabel(known), { argument: known }),
  );
}

const reopenButton = (view: TakeView): readonly Button[] =>
  view.decision.finalAt === null ? [] : [button('reopen', view.id, 'Reopen')];
