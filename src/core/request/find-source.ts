import type { Model } from '../model/model.ts';
import type { TakeView } from '../ports/show-store.ts';
import type { Studio } from '../studio/studio.ts';
import { clipSeconds, type SourceAct, type TakeSource } from '../take/source.ts';
import type { NewTake } from '../take/take.ts';
import type { Wish } from './place-request.ts';

/** Providers keep what they made for a day at most; what is older is made anew from its words. */
const KEPT_MS = 24 * 3_600_000;

/** The clip that a wish may start from. */
export interface Source {
  readonly parent: TakeView;
  readonly jobId: string;
  readonly acts: readonly SourceAct[];
  readonly isExtension: boolean;
}

/** What the parent take's provider can go on from; null where words and pictures alone make the take. */
export async function findSource(studio: Studio, wish: Wish): Promise<Source | null> {
  const { parent } = wish;
  const isExtension = wish.extends === true;
  if (parent === null || !canStartFrom(parent, studio.clock.now())) return null;
  const acts = studio.catalog.models.get(parent.model)?.startsFrom ?? [];
  if (acts.length === 0 || (isExtension && !acts.includes('extend'))) return null;
  const jobId = await studio.show.jobOf(parent.workspace, parent.id);
  return jobId === null ? null : { parent, jobId, acts, isExtension };
}

/** A model that extends, and a clip that its provider still has. */
export const canExtend = (view: TakeView, model: Model | null, now: Date): boolean =>
  model?.startsFrom?.includes('extend') === true && canStartFrom(view, now);

const canStartFrom = ({ state, stateAt }: TakeView, now: Date): boolean =>
  (state === 'delivered' || state === 'undeliverable') && now.getTime() - stateAt.getTime() < KEPT_MS;

/**
 * How a take starts from its parent's clip. A remix or an edit takes nothing but words, so it holds only where all else
 * stays as it was; the same words again are a retake, which wants another clip.
 */
export function sourceOf(source: Source | null, take: Pick<NewTake, 'model' | 'params' | 'prompt'>): TakeSource | null {
  if (source === null || take.model !== source.parent.model) return null;
  const { parent, jobId, acts } = source;
  const from = { take: parent.id, jobId, seconds: clipSeconds(parent.params) };
  if (source.isExtension) return { act: 'extend', ...from };
  const act = (['remix', 'edit'] as const).find((known) => acts.includes(known));
  if (act === undefined || take.prompt === parent.prompt || !isSameFrame(take.params, parent)) return null;
  return { act, ...from };
}

function isSameFrame(params: NewTake['params'], parent: TakeView): boolean {
  const was = parent.params;
  const isSame = params.width === was.width && params.height === was.height && params.ratio === was.ratio;
  return isSame && params.seconds === clipSeconds(was) && picturesOf(params) === picturesOf(was);
}

const picturesOf = ({ references = [] }: NewTake['params']): string =>
  references.map(({ role, sha256 }) => `${role} ${sha256}`).join();

/** Said to whoever asked: what stays, stays because the provider starts from that clip. */
export const sourceNote = ({ parent }: Source, { act }: TakeSource): string =>
  act === 'extend'
    ? `It goes on where take ${parent.number} ends.`
    : `It starts from the clip of take ${parent.number}: what you didn’t change stays.`;
