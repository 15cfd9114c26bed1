import type { Actor } from '../act/act.ts';
import type { ThreadRef, WorkspaceId } from '../ids.ts';

/** People and rooms as a platform describes them when it is asked: what its payloads leave out. May answer from memory, minutes old. */
export interface Roster {
  /** Whoever acted, in full; what the platform doesn't say stays as it came. */
  describe(workspace: WorkspaceId, actor: Actor): Promise<Actor>;
  /**
   * Whoever acted from a direct message, as of now and never from memory; null: they are not in the workspace any more.
   * Throws TransientError where it can't be known. Left out where a direct message describes them.
   */
  confirm?(workspace: WorkspaceId, actor: Actor): Promise<Actor | null>;
  /**
   * Everybody in the workspace, page by page: those who never spoke here can vote too. Nothing where the platform lists
   * nobody. A list that broke off goes on where it ended when it is asked for again.
   */
  members(workspace: WorkspaceId): AsyncIterable<readonly Actor[]>;
  room(place: ThreadRef): Promise<Room>;
  /**
   * What was said in a thread that is no shot's, oldest first; null where the platform doesn't let the bot read it. Left
   * out where no bot reads along.
   */
  conversation?(place: ThreadRef): Promise<readonly string[] | null>;
}

/** Whether the bot can work in a channel, and in its thread where one is named. `hasOutsiders`: people from outside the workspace, or guests, read along. */
export type Room =
  | {
      readonly kind: 'open';
      readonly hasOutsiders: boolean;
      /** Set where a thread that people began can't become a shot's: the shot gets one of its own. */
      readonly adopts?: false;
    }
  | { readonly kind: 'closed'; readonly why: ClosedRoom };

export type ClosedRoom =
  | 'not-invited'
  | 'archived'
  | 'direct-message'
  | 'missing-permission'
  | 'uninstalled'
  | 'thread-locked'
  | 'thread-gone';
