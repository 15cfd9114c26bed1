import type { Card } from '../card/card.ts';
import { toNote } from '../card/notes.ts';
import { bold } from '../card/to-card.ts';
import { PermanentError } from '../errors.ts';
import type { ShotId, WorkspaceId } from '../ids.ts';
import type { ShotView } from '../ports/show-store.ts';
import type { Studio } from '../studio/studio.ts';
import { drawShot } from './draw.ts';

/** What a surface says where a message is no more, and its thread with it. */
const GONE = 'message_gone';

/**
 * Somebody asked for more of a shot from outside its thread: where its first message was deleted or never came to be, it is
 * opened anew, for nobody sees what goes below a deleted message. Resolves to what the person is told of it; null where
 * the thread stands.
 */
export async function reopenThread(studio: Studio, workspace: WorkspaceId, id: ShotId): Promise<Card | null> {
  const shot = await studio.show.loadShot(workspace, { id });
  if (shot === null || (shot.thread !== null && (await stands(studio, shot)))) return null;
  if (!(await studio.threads.openAnew(shot.id, shot.thread, studio.clock.now()))) return null;
  return toNote('plain', [
    [
      bold(shot.slug),
      ' goes on in a new thread: its first message is gone, and nobody would see what is said below it.',
    ],
  ]);
}

/** Drawing it once more shows it. Whatever else is wrong, it stands. */
async function stands(studio: Studio, shot: ShotView): Promise<boolean> {
  const { platform, workspace, channel, thread } = shot;
  const surface = studio.surfaces.get(platform);
  // In a thread that the bot did not begin, the first message is somebody's own.
  const found = thread === null ? null : await studio.outbox.locate(workspace, channel, thread);
  if (surface === undefined || thread === null || found === null || found === 'expected' || found.kind !== 'shot')
    return true;
  try {
    await surface.edit(
      { platform, workspace, channel, thread },
      thread,
      await drawShot(studio, { workspace, shotId: shot.id }),
    );
    return true;
  } catch (error) {
    return !(error instanceof PermanentError && error.code === GONE);
  }
}
