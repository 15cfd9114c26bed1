import { code } from '../card/to-card.ts';
import type { TakeView } from '../ports/show-store.ts';
import type { Slug } from '../shot/slug.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { findShot, noSuchShot } from './find-shot.ts';
import { type SubAnswer, say } from './sub-answer.ts';

/** The clip of the pick, else of the latest finished take, is posted again. */
export async function showShot(studio: Pick<Studio, 'show'>, asked: Asked, slug: Slug): Promise<SubAnswer> {
  const shot = await findShot(studio, asked, slug);
  if (shot === null) return noSuchShot(studio, asked, slug);
  const shown = shot.takes.filter(hasClip).toSorted((a, b) => b.number - a.number);
  const take = shown.find(({ id }) => id === shot.pick) ?? shown[0];
  if (take !== undefined) return { kind: 'deliver-again', takeId: take.id };
  const states = shot.takes.map(({ number, state }) => `take ${number} is ${state}`);
  return say(
    'plain',
    code(shot.slug),
    ` has no finished clip yet${states.length === 0 ? '' : `: ${states.join(', ')}`}.`,
  );
}

/** A `ready` one is being posted right now. */
const hasClip = (take: TakeView): boolean =>
  take.media !== null && (take.state === 'delivered' || take.state === 'undeliverable');
