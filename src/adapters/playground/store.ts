import type { ChannelId, MessageId, PersonId } from '../../core/ids.ts';

export type PlaygroundMessageKind = 'text' | 'card' | 'clip' | 'shot' | 'private';

export interface PlaygroundChannel {
  readonly id: ChannelId;
  readonly name: string;
  readonly createdAt: Date;
}

export interface NewPlaygroundMessage {
  readonly channel: ChannelId;
  readonly thread: MessageId | null;
  readonly author: PersonId;
  readonly kind: PlaygroundMessageKind;
  /** The one person who may see a private message. */
  readonly audience: PersonId | null;
  readonly text: string;
  readonly card: unknown;
  readonly clip: unknown;
  /** Makes the message unique. */
  readonly key: string | null;
  readonly at: Date;
}

export interface PlaygroundMessage {
  readonly id: MessageId;
  readonly channel: ChannelId;
  readonly thread: MessageId | null;
  readonly author: PersonId;
  readonly kind: PlaygroundMessageKind;
  readonly audience: PersonId | null;
  readonly text: string;
  /** Cards and clips as stored: the page draws them, nothing here reads into them. */
  readonly card: unknown;
  readonly clip: unknown;
  /** Grows with every change of the message or of its reactions, over all messages. */
  readonly rev: bigint;
  readonly at: Date;
  readonly editedAt: Date | null;
  /** In the order in which they were given. */
  readonly reactions: readonly PlaygroundReaction[];
  /** Of a root message; private replies are not counted. */
  readonly replies: { readonly count: number; readonly lastAt: Date } | null;
}

/** A private message is for one person. */
export const isVisible = ({ audience }: Pick<PlaygroundMessage, 'audience'>, viewer: PersonId): boolean =>
  audience === null || audience === viewer;

export interface PlaygroundReaction {
  readonly person: PersonId;
  readonly emoji: string;
}

export interface ReactionChange {
  readonly message: MessageId;
  readonly person: PersonId;
  readonly emoji: string;
  readonly at: Date;
}

/** What a person may see of a channel, newest last. */
export interface RootsQuery {
  readonly channel: ChannelId;
  readonly viewer: PersonId;
  readonly before: MessageId | null;
  readonly limit: number;
}

export interface PlaygroundMessages {
  /** A key that is known finds the first message and changes nothing. */
  insert(message: NewPlaygroundMessage): Promise<MessageId>;
  /** Writes what is given; false when there is no such message. May be repeated. */
  edit(
    id: MessageId,
    change: { readonly text: string; readonly card: unknown; readonly clip: unknown },
    at: Date,
  ): Promise<boolean>;
  load(id: MessageId): Promise<PlaygroundMessage | null>;
  loadRoots(query: RootsQuery): Promise<readonly PlaygroundMessage[]>;
  /** The replies of a thread, without its root, oldest first. */
  loadThread(root: MessageId, viewer: PersonId): Promise<readonly PlaygroundMessage[]>;
  /** Ids of the messages that changed after `rev`, in the order of their changes. */
  changedSince(rev: bigint, limit: number): Promise<readonly MessageId[]>;
  lastRev(): Promise<bigint>;
}

export interface PlaygroundReactions {
  /** The counter that orders reactions; never the same twice. */
  nextOrder(): Promise<bigint>;
  /** Nothing changes where a reaction stands already. */
  add(...changes: readonly ReactionChange[]): Promise<void>;
  /** Nothing changes where there is no such reaction. */
  remove(change: ReactionChange): Promise<void>;
}

export interface PlaygroundChannels {
  load(): Promise<readonly PlaygroundChannel[]>;
  find(id: ChannelId): Promise<PlaygroundChannel | null>;
  /** False when the id is taken. */
  create(channel: PlaygroundChannel): Promise<boolean>;
}

/** The playground's chat, kept in the database like everything else: the page may be closed and the process may die. */
export interface PlaygroundStore {
  readonly messages: PlaygroundMessages;
  readonly reactions: PlaygroundReactions;
  readonly channels: PlaygroundChannels;
}

export interface NoticeHandlers {
  readonly notice: (payload: string) => void;
  /** The connection is (again) up: what was said meanwhile was missed. */
  readonly connected: () => void;
}

/** Hears what the database says, from whichever process it was written. */
export type Listen = (handlers: NoticeHandlers) => { start(): Promise<void>; stop(): Promise<void> };
