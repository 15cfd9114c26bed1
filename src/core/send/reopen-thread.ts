import type { Card } from '../card/card.ts';
import { toNote } from '../card/notes.ts';
import { closedRoomCard } from '../card/room-card.ts';
import { bold } from '../card/to-card.ts';
import { PermanentError } from '../errors.ts';
import type { MessageId, ShotId, TakeId, ThreadRef, WorkspaceId } from '../ids.ts';
import type { ShotView } from '../ports/show-store.ts';
import { cardMessage } from '../studio/ring.ts';
import { roomOf } from '../studio/room.ts';
import type { Studio } from '../studio/studio.ts';
import { drawShot, drawTake } from './draw.ts';

/** What a surface says where a message is no more, and its thread with it. */
const GONE = 'message_gone';

/**
 * Somebody asked for more of a shot from outside its thread: where the thread or its first message was deleted, or never
 * came to be, it is opened anew, for nobody sees what goes there. Resolves to what the person is told of it; null where the
 * thread stands.
 */
export async function reopenThread(studio: Studio, workspace: WorkspaceId, id: ShotId): Promise<Card | null> {
  const shot = await studio.show.loadShot(workspace, { id });
  if (shot === null) return null;
  const isThreadGone = shot.thread !== null && (await closedWhy(studio, shot)) === 'thread-gone';
  if (shot.thread !== null && !isThreadGone && (await stands(studio, shot))) return null;
  if (!(await studio.revival.openAnew(shot.id, shot.thread, studio.clock.now()))) return null;
  return toNote('plain', [
    [
      bold(shot.slug),
      isThreadGone
        ? ' goes on in a new thread: the one it had was deleted.'
        : ' goes on in a new thread: its first message is gone, and nobody would see what is said below it.',
    ],
  ]);
}

/** Why nothing can be posted into the shot's thread now, whatever may be in its channel; null: it can, or it is opened anew. */
export async function threadClosed(studio: Studio, workspace: WorkspaceId, id: ShotId): Promise<Card | null> {
  const shot = await studio.show.loadShot(workspace, { id });
  const why = shot?.thread == null ? null : await closedWhy(studio, shot);
  return why === 'thread-locked' || why === 'missing-permission' ? closedRoomCard(why) : null;
}

async function closedWhy(studio: Studio, { platform, workspace, channel, thread }: ShotView) {
  const room = await roomOf(studio, { platform, workspace, channel, thread });
  return room.kind === 'closed' ? room.why : null;
}

/** The same for a take's card, whose buttons are the way on: deleted or given up, it is posted anew below its shot. */
export async function reviveCard(studio: Studio, workspace: WorkspaceId, take: TakeId): Promise<void> {
  const shown = (await studio.votes.ballotBoxes(take)).find(({ kind }) => kind === 'card');
  if (shown !== undefined && (await isShown(studio, shown, () => drawTake(studio, { workspace, takeId: take }))))
    return;
  if (await studio.revival.postAnew(take, shown?.message ?? null, studio.clock.now()))
    await studio.queue.wake({ kind: 'send', outboxId: cardMessage(take) });
}

async function stands(studio: Studio, shot: ShotView): Promise<boolean> {
  const { platform, workspace, channel, thread } = shot;
  // In a thread that the bot did not begin, the first message is somebody's own.
  const found = thread === null ? null : await studio.outbox.locate(workspace, channel, thread);
  if (thread === null || found === null || found === 'expected' || found.kind !== 'shot') return true;
  const root = { place: { platform, workspace, channel, thread }, message: thread };
  return isShown(studio, root, () => drawShot(studio, { workspace, shotId: shot.id }));
}

/** Drawing it once more shows it. Whatever else is wrong, it stands. */
async function isShown(
  studio: Studio,
  { place, message }: { readonly place: ThreadRef; readonly message: MessageId },
  draw: () => Promise<Card>,
): Promise<boolean> {
  try {
    await studio.surfaces.get(place.platform)?.edit(place, message, await draw());
    return true;
  } catch (error) {
    return !(error instanceof PermanentError && error.code === GONE);
  }
}
