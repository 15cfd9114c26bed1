import { type Brief, toBrief } from '../command/brief.ts';
import type { Model } from '../model/model.ts';
import type { TakeView } from '../ports/show-store.ts';
import type { Slots } from '../template/slots.ts';
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
    slots: withoutScene(view.slots, view.scene),
    refs: toBriefReferences(view.params.references ?? []),
  };
}

/** The template puts the scene into a slot by itself: said twice, a changed scene would keep the old one beside it. */
const withoutScene = (slots: Slots, scene: string): Slots =>
  Object.fromEntries(
    Object.entries(slots).filter(([name, text]) => (name !== 'subject' && name !== 'action') || text !== scene.trim()),
  );

/** The brief of what comes after a take: its words, as short as the model makes it, and no picture beside the clip itself. */
export const extensionOf = (view: TakeView, { seconds }: Model): Brief => ({
  ...briefOf(view),
  seconds: seconds.kind === 'list' ? (seconds.values[0] ?? 4) : seconds.min,
  refs: [],
});
