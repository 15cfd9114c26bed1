import type { ActEnvelope } from '../act/act.ts';
import type { ActId, ChannelId, MessageId, WorkspaceId } from '../ids.ts';

export interface MessageRef {
  readonly workspace: WorkspaceId;
  readonly channel: ChannelId;
  readonly message: MessageId;
}

/** Inbound acts: one insert, then acknowledged, then worked on; a redelivery changes nothing. */
export interface ActInbox {
  /** One insert. `known` when the delivery id or the domain key was there before. Throws when the database can't take it. */
  record(act: ActEnvelope): Promise<'recorded' | 'known'>;
  load(id: ActId): Promise<{ readonly act: ActEnvelope; readonly done: boolean } | null>;
  /** Marks the act as worked on; may be repeated. */
  finish(id: ActId, at: Date): Promise<void>;
  /** Reactions on one message that are not worked on, oldest first. */
  pendingReactions(message: MessageRef, limit: number): Promise<readonly ActEnvelope[]>;
  /** The same as `finish`, for many. */
  finishAll(ids: readonly ActId[], at: Date): Promise<void>;
  /** Acts not worked on that were recorded before `before`, oldest first. */
  due(before: Date, limit: number): Promise<readonly ActId[]>;
}
