import { code } from '../card/to-card.ts';
import type { SubCommand } from '../command/sub-command.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { findShot, mayManage, noSuchShot } from './find-shot.ts';
import { type SubAnswer, say } from './sub-answer.ts';

/** Gives a shot its team's own name; for whoever asked for the shot, and budget owners. */
export async function renameShot(
  studio: Pick<Studio, 'show'>,
  asked: Asked,
  { slug, to }: Extract<SubCommand, { kind: 'rename' }>,
): Promise<SubAnswer> {
  const shot = await findShot(studio, asked, slug);
  // A rename that was done and is asked for again is done.
  if (shot === null && (await findShot(studio, asked, to)) === null) return noSuchShot(studio, asked, slug);
  if (shot === null) return say('warning', 'There is no shot ', code(slug), ', but there is a ', code(to), ' already.');
  if (shot.slug === to) return say('plain', 'It is called ', code(to), ' already.');
  if (!mayManage(asked, shot)) {
    return say(
      'warning',
      code(shot.slug),
      ' was asked for by ',
      { person: shot.askedBy },
      ', who may rename it, as may budget owners.',
    );
  }
  const outcome = await studio.show.rename(asked.workspace.id, shot.id, to);
  return outcome === 'taken'
    ? say('warning', 'Another shot is called ', code(to), ' already. Choose another name.')
    : say('good', code(shot.slug), ' is now ', code(to), '.');
}
