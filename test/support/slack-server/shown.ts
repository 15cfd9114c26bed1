import type { Answer, Args } from './call.ts';
import type { FakeMessage } from './state.ts';

/** As Slack shows a message to an app. */
export const shown = (message: FakeMessage, withMetadata: boolean): Answer => ({
  type: 'message',
  user: message.user,
  text: message.text,
  ts: message.ts,
  blocks: message.blocks,
  ...(message.thread_ts === null ? {} : { thread_ts: message.thread_ts }),
  ...(message.files.length === 0 ? {} : { files: message.files }),
  ...(message.reactions.length === 0 ? {} : { reactions: toReactions(message) }),
  ...(withMetadata && message.metadata !== null ? { metadata: message.metadata } : {}),
});

/** Without `full` Slack names some of those who reacted, and counts them all. */
export const FEW_USERS = 50;

export const toReactions = (message: FakeMessage, named = FEW_USERS) =>
  message.reactions.map(({ name, users }) => ({ name, users: users.slice(0, named), count: users.length }));

/** A page of a list, by its cursor. Slack gives a thousand at most. */
export function toPage(args: Args, name: string, all: readonly unknown[]): Answer {
  const from = Number(args['cursor'] ?? 0);
  const to = from + Math.min(Number(args['limit'] ?? 100), 1_000);
  return { [name]: all.slice(from, to), response_metadata: { next_cursor: to < all.length ? String(to) : '' } };
}
