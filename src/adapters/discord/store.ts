import type { ActId, ChannelId, MessageId, OutboxId, PersonId, ThreadRef, WorkspaceId } from '../../core/ids.ts';

/** How an interaction can still be answered privately. `fresh`: a reply of its own; `same`: the pressed message itself. */
export interface SealedReply {
  readonly act: ActId;
  readonly application: string;
  /** The interaction's token, sealed (see `seal.ts`). */
  readonly sealed: string;
  readonly kind: 'fresh' | 'same';
  readonly expiresAt: Date;
}

/** A reply that waits although its act was worked on: nothing private was to be said. */
export interface DueReply extends SealedReply {
  /** The act was a command or a form; otherwise a press, whose effect shows by itself. */
  readonly command: boolean;
  /** Where what it made is shown. */
  readonly thread: MessageId | null;
}

/** A post as it was tried: since when, and what became of it. */
export interface DiscordPost {
  readonly message: MessageId | null;
  readonly triedAt: Date;
  /** Nobody had tried before. */
  readonly isFirst: boolean;
}

export interface StoredButton {
  readonly workspace: WorkspaceId;
  readonly channel: ChannelId;
  readonly verb: string;
  readonly target: string;
  readonly argument: string | null;
}

/** What Discord itself can't be asked. */
export interface PostStore {
  /** Remembers the try before it is made; a second call tells of the first. */
  begin(key: OutboxId, channel: string, now: Date): Promise<DiscordPost>;
  posted(key: OutboxId, message: MessageId): Promise<void>;
  /** Whoever asked for the shot whose root this is. */
  requesterOf(key: OutboxId): Promise<PersonId | null>;
  /** Where a direct message's matter belongs: what is pressed in it counts there. */
  originOf(message: MessageId): Promise<ThreadRef | null>;
  /** Where a message of ours stands, by its id alone; its thread's channel is what it bills. */
  placeOf(workspace: WorkspaceId, message: MessageId): Promise<ThreadRef | null>;
  /** A button of a stored card. */
  buttonOf(card: string, index: number): Promise<StoredButton | null>;
}

export interface ReplyStore {
  saveReply(reply: SealedReply): Promise<void>;
  findReply(act: ActId, now: Date): Promise<SealedReply | null>;
  /** True once. */
  closeReply(act: ActId): Promise<boolean>;
  /** Replies whose act was worked on without a private answer. One that makes a shot waits a little for its thread. */
  dueReplies(now: Date, limit: number): Promise<readonly DueReply[]>;
  /** Forgets those that nobody can answer any more. */
  sweepReplies(now: Date): Promise<void>;
}

export interface DiscordStore extends PostStore, ReplyStore {}
