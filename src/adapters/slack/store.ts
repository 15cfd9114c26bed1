import type { PersonKind } from '../../core/act/act.ts';
import type { MessageId, OutboxId, PersonId, ThreadRef, WorkspaceId } from '../../core/ids.ts';

/**
 * One post as it was tried. `sending`: a call was begun and nobody knows yet how it ended. `idle`: nothing is under
 * way. `sent`: it stands as `message`, or was shown privately. `uploaded`: a clip's bytes are with Slack, unshared.
 */
export interface SlackPost {
  readonly key: OutboxId;
  readonly state: 'sending' | 'idle' | 'sent' | 'uploaded';
  readonly message: MessageId | null;
  readonly fileId: string | null;
  readonly sentAt: Date;
}

export type FileStep = Pick<SlackPost, 'state' | 'fileId'>;

/** What Slack itself can't be asked: which post has which key, and how far each has come. */
export interface SlackPosts {
  /** Marks the post as being sent, unless a call is under way or done: then what is known of it. */
  begin(key: OutboxId, place: ThreadRef, now: Date): Promise<{ readonly mine: boolean; readonly post: SlackPost }>;
  /** For certain nothing was posted: the next try may. */
  drop(key: OutboxId): Promise<void>;
  sent(key: OutboxId, message: MessageId | null): Promise<void>;
  /** Compare and set of a clip's file and how far it is: of two runs, one shares it. False when somebody else moved it. */
  moveFile(key: OutboxId, from: FileStep, to: FileStep, now: Date): Promise<boolean>;
  load(key: OutboxId): Promise<SlackPost | null>;
  /** The clip whose file this is, while it is not known where it was shared. */
  findFile(
    workspace: WorkspaceId,
    fileId: string,
  ): Promise<{ readonly key: OutboxId; readonly place: ThreadRef } | null>;
  /** The response url of the act that this private answer belongs to. */
  findReply(key: OutboxId): Promise<string | null>;
  /**
   * Where the act came from that a private message answers: what is pressed in it counts there. `lost`: the post that it
   * is where Slack's answer to it was lost; then it is this message from now on.
   */
  findOrigin(workspace: WorkspaceId, message: MessageId, lost: OutboxId | null): Promise<ThreadRef | null>;
}

/** Pictures that Slack keeps for us, by the path of their bytes: which file they are in a workspace. */
export interface SlackPictures {
  find(workspace: WorkspaceId, media: string): Promise<string | null>;
  /** Remembers the file; where somebody was faster, theirs. */
  keep(workspace: WorkspaceId, media: string, fileId: string): Promise<string>;
  forget(workspace: WorkspaceId, media: string): Promise<void>;
}

/** What the workspace's list said of people; whoever is left out was not in it yet. */
export type KindsOf = (
  workspace: WorkspaceId,
  people: readonly PersonId[],
) => Promise<ReadonlyMap<PersonId, PersonKind>>;
