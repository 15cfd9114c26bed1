import { code } from '../card/to-card.ts';
import { nearest } from '../command/nearest.ts';
import type { ShotView, TakeView } from '../ports/show-store.ts';
import type { Slug } from '../shot/slug.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { type SubAnswer, say } from './sub-answer.ts';

const RECENT = 50;

/** The shot of this channel by that name. One of another channel is not there: who reads that channel is not known here. */
export async function findShot(
  { show }: Pick<Studio, 'show'>,
  { workspace, channel }: Pick<Asked, 'workspace' | 'channel'>,
  slug: Slug,
): Promise<ShotView | null> {
  const shot = await show.loadShot(workspace.id, { slug });
  return shot !== null && shot.channel === channel.id ? shot : null;
}

/** "There is no such shot", with the names nearest to it. */
export async function noSuchShot(
  studio: Pick<Studio, 'show'>,
  asked: Pick<Asked, 'workspace' | 'channel'>,
  slug: Slug,
): Promise<SubAnswer> {
  const slugs = [...new Set((await loadRecent(studio, asked)).map((take) => take.slug))];
  const near = nearest(slug, slugs).map((name, index) => [...(index === 0 ? [] : [', ']), code(name)]);
  const hint = near.length === 0 ? [' Nothing was made here yet.'] : [' Nearest: ', ...near.flat(), '.'];
  return say('warning', 'There is no shot ', code(slug), ' in this channel.', ...hint);
}

/** The channel's running and latest takes. */
export const loadRecent = (
  { show }: Pick<Studio, 'show'>,
  { workspace, channel }: Pick<Asked, 'workspace' | 'channel'>,
): Promise<readonly TakeView[]> => show.recentTakes(workspace.id, channel.id, RECENT);

/** Whoever asked for it, and budget owners. */
export const mayManage = (
  { isOwner, person }: Pick<Asked, 'isOwner' | 'person'>,
  made: Pick<TakeView | ShotView, 'askedBy'>,
): boolean => isOwner || made.askedBy === person.id;
