import { laterBy } from '../generate/pace.ts';
import type { Studio } from './studio.ts';

const LEASE_MS = 5_000;
const BATCH = 500;

/**
 * One round of the sweeper: whatever the database says is due is woken again, so a queue that lost everything loses
 * nothing. One process does it at a time; two at once would only ring twice.
 */
export async function sweep(studio: Studio, holder: string): Promise<number> {
  const now = studio.clock.now();
  if (!(await studio.due.lease('sweep', holder, laterBy(now, LEASE_MS), now))) return 0;
  await studio.due.expireRequests(now);
  const due = await studio.due.find(now, BATCH);
  if (due.length > 0) await studio.queue.wakeAll(due);
  return due.length;
}
