import type { ChannelId, MessageId, OutboxId, ShotId, TakeId, WorkspaceId } from '../ids.ts';

/** A channel, or every channel of a workspace. */
export interface WaitingAt {
  readonly workspace: WorkspaceId;
  readonly channel: ChannelId | null;
}

/** Messages that are no more, or could not be: what brings them back once somebody asks, or once their place is open again. */
export interface Revival {
  /**
   * The shot's root is posted anew under the same row, in a thread of its own, and what waits goes there. `gone`: the
   * message that was found deleted; null: the root was given up before it opened a thread. False where the shot's thread is another
   * by now, or its root is being sent.
   */
  openAnew(shot: ShotId, gone: MessageId | null, now: Date): Promise<boolean>;
  /** A take's card is posted anew under the same row; `gone`: its message, found deleted, null where it never came to be. */
  postAnew(take: TakeId, gone: MessageId | null, now: Date): Promise<boolean>;
  /** What waits for a closed place to open is due now: in one channel, in a workspace, or everywhere (null). Resolves to what is to be rung for. */
  hurry(where: WaitingAt | null, now: Date): Promise<readonly OutboxId[]>;
  /** The newest messages of a channel's shots and takes are due again, as many as `most`. Resolves to what is to be rung for. */
  redraw(
    where: { readonly workspace: WorkspaceId; readonly channel: ChannelId },
    which: { readonly since: Date; readonly most: number; readonly now: Date },
  ): Promise<readonly OutboxId[]>;
}
