import { laterBy } from '../generate/pace.ts';
import type { Studio } from '../studio/studio.ts';

/** How often somebody looks, in the whole installation; a digest is late by this much at most. */
const LOOK_EVERY_MS = 5_000;
/** Rung for at a time: renders share the lane. */
const BATCH = 200;

/** One look at what is due, by one process at a time; every due digest is rung for until it is made. */
export async function lookForDigests(studio: Studio, holder: string): Promise<number> {
  const now = studio.clock.now();
  // A name of its own each time, so that not even this process looks again before the time is over.
  const isOurs = await studio.due.lease('digests', `${holder}-${now.getTime()}`, laterBy(now, LOOK_EVERY_MS), now);
  if (!isOurs) return 0;
  const due = await studio.digests.due(now, { limit: BATCH });
  await studio.queue.wakeAll(
    due.map(({ kind, workspace, channel }) => ({ kind: 'digest', of: { kind, workspace, channel } })),
  );
  return due.length;
}
