import type { ActId, OutboxId, TakeId } from '../ids.ts';
import type { DigestOf } from './digest-store.ts';

/** "Look at this row." Says where to look and nothing else: what is due is read from the row. */
export type WakeUp =
  | { readonly kind: 'act'; readonly actId: ActId }
  | { readonly kind: 'advance'; readonly takeId: TakeId }
  | { readonly kind: 'send'; readonly outboxId: OutboxId }
  | { readonly kind: 'decide'; readonly takeId: TakeId }
  | { readonly kind: 'digest'; readonly of: DigestOf }
  /** `againAfterMs`: how long after this reading the next ones follow, each after the one before. */
  | { readonly kind: 'recount'; readonly takeId: TakeId; readonly againAfterMs: readonly number[] }
  | { readonly kind: 'sweep' };

/**
 * A doorbell, not a store (design §3): a wake-up may be lost, doubled or late, so it may be rung again at will, and
 * rung after the row is committed. Never throws because the queue is down; the sweeper finds the row.
 */
export interface JobQueue {
  /** Rings for one row; not before `delayMs` has passed. Resolves within about a second, whatever the queue does. */
  wake(job: WakeUp, options?: { readonly delayMs?: number }): Promise<void>;
  /** Rings for many rows together, which is cheaper than one by one. */
  wakeAll(jobs: readonly WakeUp[]): Promise<void>;
  /** The kinds of which wake-ups wait for a worker now; none when the queue can't say. */
  backlog(): Promise<ReadonlySet<WakeUp['kind']>>;
}
