import type { Card } from '../card/card.ts';
import { problemCard } from '../card/notes.ts';
import { applyChange, type BriefOptions } from '../command/apply-change.ts';
import type { Brief } from '../command/brief.ts';
import { toLines } from '../command/values.ts';
import type { TakeView } from '../ports/show-store.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { briefOf } from './brief-of.ts';
import { placeRequest } from './place-request.ts';

/** The next take of a shot with a change that somebody said in words: free runs at once, paid is shown with its price. */
export async function changeTake(studio: Studio, asked: Asked, parent: TakeView, change: string): Promise<Card | null> {
  const words = { templates: [...studio.catalog.templates.keys()], models: [...studio.catalog.models.keys()] };
  const read = applyChange(parent.slots, change, words);
  if (read.problem !== null) return problemCard(read.problem);
  const brief: Brief = { ...reshape(briefOf(parent), read.options), ...read.options, slots: read.slots };
  const changes = [
    ...read.changed.map(({ slot, to }) => `${slot}: ${to}`),
    ...Object.entries(read.options).map(([name, value]) => `${name}: ${String(value)}`),
  ];
  return placeRequest(studio, asked, { brief, parent, changes });
}

/** Of shape and size only one was said: the parent's other one follows it, for nobody typed that now. */
function reshape(brief: Brief, { ratio, size }: BriefOptions): Brief {
  if (ratio !== undefined && size === undefined && brief.size !== null)
    return { ...brief, size: toLines(Math.min(brief.size.width, brief.size.height), ratio) };
  return size != null && size.lines === undefined && ratio === undefined ? { ...brief, ratio: null } : brief;
}
