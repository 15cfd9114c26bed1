import type { ActEnvelope } from '../act/act.ts';
import type { Studio } from '../studio/studio.ts';

const FIRST_LOOK_MS = 1_000;

/**
 * An act on a message of ours that is faster than the platform's answer to our own post: it stays recorded, and is
 * looked at again until the message is known, each time after as long as it has waited. The sweeper stands behind it.
 */
export async function awaitMessage(studio: Pick<Studio, 'clock' | 'queue'>, { id, at }: ActEnvelope): Promise<void> {
  const waitedMs = studio.clock.now().getTime() - at.getTime();
  await studio.queue.wake({ kind: 'act', actId: id }, { delayMs: Math.max(FIRST_LOOK_MS, waitedMs) });
}
