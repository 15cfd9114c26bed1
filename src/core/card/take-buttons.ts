import { toBrief } from '../command/brief.ts';
import { isRetired } from '../model/model.ts';
import { toPriceWords } from '../model/quote.ts';
import { resolveBrief } from '../model/resolve-brief.ts';
import type { TakeView } from '../ports/show-store.ts';
import { extensionOf } from '../request/brief-of.ts';
import { canExtend } from '../request/find-source.ts';
import { isCancelable } from '../take/state.ts';
import type { Button } from './card.ts';
import type { CardContext } from './context.ts';
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
      return [
        retake(view),
        remix(view),
        ...extendButton(view, context),
        ...finalButton(view, context),
        ...disposeButtons(view),
        ...reopenButton(view),
      ];
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

/** Priced for the shortest that the model adds to a clip. */
function extendButton(view: TakeView, { model, external, now }: CardContext): readonly Button[] {
  if (model === null || isRetired(model, now) || !canExtend(view, model, now)) return [];
  const { params, perTake } = resolveBrief(extensionOf(view, model), { model, at: now });
  if (perTake.kind === 'unpriced') return [];
  const label = `Extend by ${params.seconds} s`;
  return [button('extend', view.id, external ? label : `${label} · ${toPriceWords(perTake)}`)];
}

/** Priced for what that model makes of this take's seconds and size; without a known price nothing is offered. */
function finalButton(view: TakeView, { finalModel, external, now }: CardContext): readonly Button[] {
  if (view.tier === 'final' || view.decision.state !== 'approved' || finalModel === null) return [];
  const { seconds, ratio, width, height } = view.params;
  const brief = { ...toBrief(view.scene), seconds, ratio, size: { width, height } };
  const price = resolveBrief(brief, { model: finalModel, at: now }).perTake;
  if (price.kind === 'unpriced') return [];
  const label = external ? 'Render final' : `Render final · ${toPriceWords(price)}`;
  return [button('final', view.id, label, { style: 'primary' })];
}

function disposeButtons(view: TakeView): readonly Button[] {
  if (view.decision.state !== 'approved') return [];
  return DISPOSITIONS.filter((known) => known !== view.disposition).map((known) =>
    button('dispose', view.id, dispositionLabel(known), { argument: known }),
  );
}

const reopenButton = (view: TakeView): readonly Button[] =>
  view.decision.finalAt === null ? [] : [button('reopen', view.id, 'Reopen')];
