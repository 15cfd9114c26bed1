/** Branded ids: a plain string that the compiler keeps apart from other ids. Made only here. */
type Brand<Name extends string> = string & { readonly __brand: Name };

export type WorkspaceId = Brand<'WorkspaceId'>;
export type ChannelId = Brand<'ChannelId'>;
export type PersonId = Brand<'PersonId'>;
export type ActId = Brand<'ActId'>;
export type RequestId = Brand<'RequestId'>;
export type ShotId = Brand<'ShotId'>;
export type TakeId = Brand<'TakeId'>;
export type AttemptId = Brand<'AttemptId'>;
export type OutboxId = Brand<'OutboxId'>;
/** A platform's own id of a message: Slack's `ts`, Discord's snowflake, the playground's number. */
export type MessageId = Brand<'MessageId'>;

export const workspaceId = (raw: string) => raw as WorkspaceId;
export const channelId = (raw: string) => raw as ChannelId;
export const personId = (raw: string) => raw as PersonId;
export const actId = (raw: string) => raw as ActId;
export const requestId = (raw: string) => raw as RequestId;
export const shotId = (raw: string) => raw as ShotId;
export const takeId = (raw: string) => raw as TakeId;
export const attemptId = (raw: string) => raw as AttemptId;
export const outboxId = (raw: string) => raw as OutboxId;
export const messageId = (raw: string) => raw as MessageId;

export type Platform = 'slack' | 'discord' | 'playground' | 'local';

/** Where people talk: the channel, and the thread in it once there is one. Platform ids, not ours. */
export interface ThreadRef {
  readonly platform: Platform;
  readonly workspace: WorkspaceId;
  readonly channel: ChannelId;
  readonly thread: MessageId | null;
}
