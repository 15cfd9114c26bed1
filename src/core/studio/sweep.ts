import { laterBy } from '../generate/pace.ts';
import type { Studio } from './studio.ts';

const LEASE_MS = 5_000;
const BATCH = 500;
/** What is due was rung for when it became due; only what is late by this much seems lost. A backlog isn't rung for twice. */
const LATE_MS = 5_000;
/** After a start, what a dead process meant to look at within this time is looked at now. */
const TAKE_OVER_MS = 60_000;

/**
 * One round of the sweeper: whatever the database says is late is woken again, so a queue that lost everything loses
 * nothing. One process does it at a time; two at once would only ring twice.
 */
export async function sweep(studio: Studio, holder: string, reach: 'late' | 'take-over' = 'late'): Promise<number> {
  const now = studio.clock.now();
  if (reach === 'late' && !(await studio.due.lease('sweep', holder, laterBy(now, LEASE_MS), now))) return 0;
  await studio.due.expireRequests(now);
  const due = await studio.due.find(laterBy(now, reach === 'late' ? -LATE_MS : TAKE_OVER_MS), BATCH);
  if (due.length > 0) await studio.queue.wakeAll(due);
  return due.length;
}
