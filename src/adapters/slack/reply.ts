import { toDirectId } from '../../core/direct-message.ts';
import type { MessageId, ThreadRef } from '../../core/ids.ts';
import type { Call } from './calls.ts';
import type { SlackPosts } from './store.ts';
import type { PrivateAnswer } from './surface.ts';

interface ReplyDeps {
  readonly call: Call;
  readonly posts: SlackPosts;
  readonly apiUrl: string | null;
}

const REPLY_MS = 10_000;

/**
 * Answers one person where the bot may not speak: through the response url that came with their act (30 minutes, five
 * uses), else in their direct messages. Resolves to the message's id where it can be edited later.
 */
export async function replyPrivately(
  deps: ReplyDeps,
  place: ThreadRef,
  answer: PrivateAnswer,
): Promise<MessageId | null> {
  const url = await deps.posts.findReply(answer.key);
  if (url !== null && isSlacks(url, deps.apiUrl) && (await sendReply(url, answer))) {
    await deps.posts.sent(answer.key, null);
    return null;
  }
  return sendDirectly(deps, place, answer);
}

/** The url came signed, and still goes nowhere but to Slack. */
function isSlacks(url: string, apiUrl: string | null): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  if (apiUrl !== null) return host === new URL(apiUrl).host;
  return protocol === 'https:' && host === 'hooks.slack.com';
}

async function sendReply(url: string, { content }: PrivateAnswer): Promise<boolean> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...content }),
      redirect: 'error',
      signal: AbortSignal.timeout(REPLY_MS),
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    // Whether it was shown is unknown; a private answer is rather shown in a second place than lost.
    return false;
  }
}

interface Posted {
  readonly channel?: string;
  readonly ts?: string;
}

/** A person's id in place of a channel's opens their direct messages with the bot. */
export async function sendDirectly(
  { call, posts }: Pick<ReplyDeps, 'call' | 'posts'>,
  place: ThreadRef,
  { person, key, content }: PrivateAnswer,
): Promise<MessageId | null> {
  const { channel, ts } = await call<Posted>(place.workspace, 'chat.postMessage', {
    channel: person,
    ...content,
    unfurl_links: false,
    unfurl_media: false,
  });
  const message = channel === undefined || ts === undefined ? null : toDirectId(channel, ts);
  await posts.sent(key, message);
  return message;
}
