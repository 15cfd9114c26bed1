import type { MessageId, ShotId } from '../ids.ts';

/** Shots whose first message is no more. */
export interface ShotThreads {
  /**
   * The shot's root is posted anew under the same row, in a thread of its own, and what waits goes there. `gone`: the
   * message that was found deleted; null: the root was given up before it opened a thread. False where the shot's thread is another
   * by now, or its root is being sent.
   */
  openAnew(shot: ShotId, gone: MessageId | null, now: Date): Promise<boolean>;
}
