import { laterBy } from '../generate/pace.ts';
import type { DueRow } from '../ports/due-work.ts';
import type { RungRows } from './rung.ts';
import type { Studio } from './studio.ts';

const LEASE_MS = 5_000;
const BATCH = 500;
/** What is due was rung for when it became due; only what is late by this much seems lost. A backlog isn't rung for twice. */
const LATE_MS = 5_000;
/** Not even a backlog explains that. */
const LOST_MS = 30_000;
/** After a start, what a dead process meant to look at within this time is looked at now. */
const TAKE_OVER_MS = 60_000;

/** While wake-ups of a kind wait for a worker, a late row is most likely one of theirs; not for ever, though. */
async function lost({ queue }: Studio, found: readonly DueRow[], now: Date): Promise<readonly DueRow[]> {
  if (found.length === 0) return found;
  const waiting = await queue.backlog();
  return found.filter(({ wakeUp, at }) => !waiting.has(wakeUp.kind) || at <= laterBy(now, -LOST_MS));
}

export interface SweepRound {
  /** Names this process to the lease. */
  readonly holder: string;
  readonly reach: 'late' | 'take-over';
  readonly rung: RungRows;
}

/**
 * One round of the sweeper: whatever the database says is late is woken again, so a queue that lost everything loses
 * nothing. One process does it at a time; two at once would only ring twice.
 */
export async function sweep(studio: Studio, round: SweepRound): Promise<number> {
  const { holder, reach, rung } = round;
  const now = studio.clock.now();
  if (reach === 'late' && !(await studio.due.lease('sweep', holder, laterBy(now, LEASE_MS), now))) return 0;
  await studio.due.expireRequests(now);
  const found = await studio.due.find(laterBy(now, reach === 'late' ? -LATE_MS : TAKE_OVER_MS), BATCH);
  // What a dead process was at work on is in no backlog.
  const due = rung.take(reach === 'late' ? await lost(studio, found, now) : found, now);
  if (due.length > 0) await studio.queue.wakeAll(due.map(({ wakeUp }) => wakeUp));
  return due.length;
}
