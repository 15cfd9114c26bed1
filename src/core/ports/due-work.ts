import type { WakeUp } from './job-queue.ts';

export interface DueRow {
  readonly wakeUp: WakeUp;
  /** When it became due; another time for the same row is another piece of work. */
  readonly at: Date;
}

/** What the database says is due: the sweeper's eyes. A lost queue loses nothing, because of this. */
export interface DueWork {
  /** Acts not worked on, takes past their time, messages unsent, windows and requests that ran out; oldest first. */
  find(now: Date, limit: number): Promise<readonly DueRow[]>;
  /** Takes the named round for this process until then; false when another has it. */
  lease(name: string, holder: string, until: Date, now: Date): Promise<boolean>;
  /** Gives up what dead processes had taken. Only for whoever is alone on the database. */
  freeLeases(): Promise<void>;
  expireRequests(now: Date): Promise<number>;
  /** Of these SHA-256s, those whose bytes no take, request or message names. */
  unnamed(sha256s: readonly string[]): Promise<ReadonlySet<string>>;
}
