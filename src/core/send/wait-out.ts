import { ClosedError } from '../errors.ts';
import type { OutboxMessage } from '../ports/outbox.ts';
import type { WaitingAt } from '../ports/revival.ts';
import type { Studio } from '../studio/studio.ts';

const FIRST_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
/** Doubling from a quarter of an hour to a day: what only says something is not said after three days, what shows something is shown after three weeks. */
const SAYS_TRIES = 9;
const SHOWS_TRIES = 28;

/**
 * How long a message waits whose place is closed to the bot; null where it is given up. A clip and a shot's first message
 * don't wait: their take ends undeliverable, and the requester is told.
 */
export function waitForPlaceMs({ kind, message, tries }: OutboxMessage, error: unknown): number | null {
  const isFirstOfAll = message === null && (kind === 'clip' || kind === 'shot');
  if (!(error instanceof ClosedError) || isFirstOfAll) return null;
  if (tries >= (kind === 'note' || kind === 'private' ? SAYS_TRIES : SHOWS_TRIES)) return null;
  return Math.min(FIRST_MS * 2 ** (tries - 1), DAY_MS);
}

/** Somebody acts there, the workspace installs the app again, or it starts anew: whatever waited for the place is tried now. */
export async function hurryWaiting(
  studio: Pick<Studio, 'revival' | 'queue' | 'clock'>,
  where: WaitingAt | null,
): Promise<void> {
  const ids = await studio.revival.hurry(where, studio.clock.now());
  if (ids.length > 0) await studio.queue.wakeAll(ids.map((outboxId) => ({ kind: 'send', outboxId })));
}
