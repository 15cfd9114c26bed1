import { PermanentError, TransientError, UncertainError, UserError } from '../core/errors.ts';

/** What the queue does with a job whose handler threw (design §7). */
export type Outcome =
  | { readonly kind: 'done'; readonly code: string }
  | { readonly kind: 'again'; readonly code: string; readonly delayMs: number }
  | { readonly kind: 'drop'; readonly code: string }
  | { readonly kind: 'bug'; readonly last: boolean; readonly delayMs: number };

export interface Tries {
  /** How often the job was started, this time included. */
  readonly starts: number;
  /** How often it ended in a bug before. */
  readonly bugs: number;
  /** The process is stopping and has told the handler to leave. */
  readonly stopping: boolean;
  /** 0 … 1, at random: keeps many jobs that failed together from coming back together. */
  readonly jitter: number;
}

export const BUG_TRIES = 3;

/** About twenty minutes of backoff. Then the bell falls silent; the row is still there, and the sweeper rings anew. */
export const MAX_STARTS = 30;

const BACKOFF_FIRST_MS = 1_000;
const BACKOFF_MOST_MS = 60_000;

/** The one place where an error becomes a decision of the queue. Reads the error's kind and code, never its message. */
export function decideOutcome(error: unknown, tries: Tries): Outcome {
  if (error instanceof UserError) return { kind: 'done', code: error.code };
  if (error instanceof UncertainError || error instanceof PermanentError) return { kind: 'drop', code: error.code };
  if (tries.stopping) return { kind: 'again', code: 'stopping', delayMs: 0 };
  if (error instanceof TransientError) {
    if (tries.starts >= MAX_STARTS) return { kind: 'drop', code: error.code };
    return { kind: 'again', code: error.code, delayMs: transientDelayMs(error.retryAfterMs, tries) };
  }
  return { kind: 'bug', last: tries.bugs + 1 >= BUG_TRIES, delayMs: backoffMs(tries.bugs + 1, tries.jitter) };
}

/** Never before the time that the other side named; a little after it, so that not all come at once. */
function transientDelayMs(retryAfterMs: number | null, tries: Tries): number {
  if (retryAfterMs === null) return backoffMs(tries.starts, tries.jitter);
  return Math.ceil(retryAfterMs + Math.min(retryAfterMs * 0.1, 5_000) * tries.jitter);
}

/** Doubles from one second to a minute, then half of it at random ("equal jitter"). */
function backoffMs(count: number, jitter: number): number {
  const full = Math.min(BACKOFF_FIRST_MS * 2 ** (count - 1), BACKOFF_MOST_MS);
  return Math.ceil(full / 2 + (full / 2) * jitter);
}
