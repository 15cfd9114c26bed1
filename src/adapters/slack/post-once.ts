import { PermanentError, TransientError } from '../../core/errors.ts';
import { type MessageId, messageId, type OutboxId, type ThreadRef } from '../../core/ids.ts';
import type { Call } from './calls.ts';
import { hasCode, isCertain } from './errors.ts';
import type { SlackTiming } from './limits.ts';
import type { SlackPost, SlackPosts } from './store.ts';

export interface PostDeps {
  readonly call: Call;
  readonly posts: SlackPosts;
  readonly clock: { now(): Date };
  readonly timing: SlackTiming;
}

interface Posted {
  readonly ts?: string;
}

export const METADATA_TYPE = 'previz_message';

export const toMetadata = (key: OutboxId) => ({ event_type: METADATA_TYPE, event_payload: { key } });

/** Why a history can't be read: then a lost post stays lost, and is never doubled (design §3). */
const UNREADABLE = ['missing_scope', 'not_in_channel', 'channel_not_found', 'not_allowed_token_type'];

/**
 * Posts a message with this key once. A second call finds the first: by its row where the answer arrived, else by its
 * metadata in the thread. Throws PermanentError `maybe_posted` where Slack doesn't let us look.
 */
export async function postOnce(
  deps: PostDeps,
  at: { readonly key: OutboxId; readonly place: ThreadRef },
  message: Record<string, unknown>,
): Promise<MessageId> {
  const { key, place } = at;
  const { mine, post } = await deps.posts.begin(key, place, deps.clock.now());
  if (post.message !== null) return post.message;
  if (!mine) {
    const found = await findLost(deps, at, post);
    await deps.posts.sent(key, found);
    return found;
  }
  return sendPost(deps, at, message);
}

async function sendPost(
  { call, posts }: PostDeps,
  { key, place }: { readonly key: OutboxId; readonly place: ThreadRef },
  message: Record<string, unknown>,
): Promise<MessageId> {
  try {
    const { ts } = await call<Posted>(place.workspace, 'chat.postMessage', {
      ...message,
      channel: place.channel,
      ...(place.thread === null ? {} : { thread_ts: place.thread }),
      metadata: toMetadata(key),
      unfurl_links: false,
      unfurl_media: false,
    });
    if (ts === undefined) throw new TransientError('no_ts', 'Slack took the post without naming it');
    await posts.sent(key, messageId(ts));
    return messageId(ts);
  } catch (error) {
    // Without this row's state the next try would have to look for a message that was never made.
    if (isCertain(error) && !hasCode(error, 'no_ts')) await posts.drop(key);
    throw error;
  }
}

/** The answer to an earlier try was lost. What stands in Slack decides. */
async function findLost(
  deps: PostDeps,
  { key, place }: { readonly key: OutboxId; readonly place: ThreadRef },
  post: SlackPost,
): Promise<MessageId> {
  const found = await lookFor(deps, place, { since: post.sentAt, isIt: (message) => keyOf(message) === key });
  if (found === 'unreadable')
    throw new PermanentError('maybe_posted', 'an earlier try may have posted this, and the history can not be read');
  if (found !== null) return found;
  const waitMs = post.sentAt.getTime() + deps.timing.settleMs - deps.clock.now().getTime();
  if (waitMs > 0) throw new TransientError('settling', 'an earlier try may still show', { retryAfterMs: waitMs });
  await deps.posts.drop(key);
  throw new TransientError('not_posted', 'an earlier try did not post this', { retryAfterMs: 0 });
}

export interface FoundMessage {
  readonly ts?: string;
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: Record<string, unknown> };
  readonly files?: readonly { readonly id?: string }[];
}

const keyOf = ({ metadata }: FoundMessage): unknown =>
  metadata?.event_type === METADATA_TYPE ? metadata.event_payload?.['key'] : undefined;

/** Clocks differ; Slack's own stamps the message. */
const SKEW_MS = 10 * 60_000;

/** Looks through the thread, or the channel, for a message of ours. */
export async function lookFor(
  { call }: Pick<PostDeps, 'call'>,
  { workspace, channel, thread }: ThreadRef,
  wanted: { readonly since: Date; readonly isIt: (message: FoundMessage) => boolean },
): Promise<MessageId | 'unreadable' | null> {
  const oldest = ((wanted.since.getTime() - SKEW_MS) / 1_000).toFixed(6);
  const args = { channel, oldest, include_all_metadata: true, limit: 100 };
  const method = thread === null ? 'conversations.history' : 'conversations.replies';
  let cursor = '';
  try {
    for (;;) {
      const page = await call<History>(workspace, method, {
        ...args,
        ...(thread === null ? {} : { ts: thread }),
        ...(cursor === '' ? {} : { cursor }),
      });
      const found = (page.messages ?? []).find(wanted.isIt);
      if (found?.ts !== undefined) return messageId(found.ts);
      cursor = page.response_metadata?.next_cursor ?? '';
      if (cursor === '') return null;
    }
  } catch (error) {
    if (hasCode(error, ...UNREADABLE)) return 'unreadable';
    // One page a minute is all that some apps get: the second would be asked for in vain for ever.
    if (cursor !== '' && isLimited(error)) return 'unreadable';
    throw error;
  }
}

export const isLimited = (error: unknown): boolean => hasCode(error, 'ratelimited', 'paced');

interface History {
  readonly messages?: readonly FoundMessage[];
  readonly response_metadata?: { readonly next_cursor?: string };
}
