import { outboxId, type ShotId, type TakeId } from '../ids.ts';
import type { WakeUp } from '../ports/job-queue.ts';
import type { Studio } from './studio.ts';

/** The outbox rows that the database keeps for a shot and its takes have ids made from theirs. */
export const shotMessage = (shot: ShotId) => outboxId(`shot-${shot}`);
export const cardMessage = (take: TakeId) => outboxId(`card-${take}`);
export const clipMessage = (take: TakeId) => outboxId(`clip-${take}`);
/** What asks one owner to decide about a request. */
export const offerMessage = (request: string, owner: string) => outboxId(`owner-${request}-${owner}`);

/** Rings for what a take shows after it moved: its card alone, or the shot's root message with it. */
export async function ringTake(
  studio: Studio,
  take: { id: TakeId; shotId: ShotId },
  parts: 'card' | 'all',
): Promise<void> {
  const send = (id: ReturnType<typeof outboxId>): WakeUp => ({ kind: 'send', outboxId: id });
  const all = [send(cardMessage(take.id)), send(shotMessage(take.shotId))];
  await studio.queue.wakeAll(parts === 'card' ? all.slice(0, 1) : all);
}
