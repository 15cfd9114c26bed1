import { type Brief, toBrief } from '../command/brief.ts';
import type { Model } from '../model/model.ts';
import type { TakeView } from '../ports/show-store.ts';
import { toBriefReferences } from './keep-references.ts';

/** The brief that would make this take again, without its seed. */
export function briefOf(view: TakeView): Brief {
  const { params } = view;
  return {
    ...toBrief(view.scene),
    template: view.template,
    models: [view.model],
    seconds: params.seconds,
    ratio: params.ratio,
    size: params.renderRatio === params.ratio ? { width: params.width, height: params.height } : null,
    tier: view.tier,
    slots: view.slots,
    refs: toBriefReferences(view.params.references ?? []),
  };
}

/** The brief of what comes after a take: its words, as short as the model makes it, and no picture beside the clip itself. */
export const extensionOf = (view: TakeView, { seconds }: Model): Brief => ({
  ...briefOf(view),
  seconds: seconds.kind === 'list' ? (seconds.values[0] ?? 4) : seconds.min,
  refs: [],
});
