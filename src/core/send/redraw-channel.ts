import { laterBy } from '../generate/pace.ts';
import type { ThreadRef } from '../ids.ts';
import type { Studio } from '../studio/studio.ts';

/** What is older, nobody looks at; where there is more, the newest. */
const SINCE_MS = 30 * 86_400_000;
const MOST = 150;

/** People from outside read along from now on: what shots and takes show there is drawn anew, without what is not for them. */
export async function redrawChannel(
  studio: Pick<Studio, 'revival' | 'queue' | 'clock'>,
  where: Pick<ThreadRef, 'workspace' | 'channel'>,
): Promise<void> {
  const now = studio.clock.now();
  const ids = await studio.revival.redraw(where, { since: laterBy(now, -SINCE_MS), most: MOST, now });
  if (ids.length > 0) await studio.queue.wakeAll(ids.map((outboxId) => ({ kind: 'send', outboxId })));
}
