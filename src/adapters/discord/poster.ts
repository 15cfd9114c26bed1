import { createHash } from 'node:crypto';
import { type APIMessage, type RawFile, Routes } from 'discord.js';
import { type MessageId, messageId, type OutboxId } from '../../core/ids.ts';
import type { Channels } from './channels.ts';
import { LIMITS, NONCE_WINDOW_MS } from './limits.ts';
import { toNonce } from './nonce.ts';
import type { DiscordApi } from './rest.ts';
import type { DiscordStore } from './store.ts';

export interface Outgoing {
  readonly body: Readonly<Record<string, unknown>>;
  readonly files: readonly RawFile[];
  /** How the message is known again when nobody remembers its nonce. */
  readonly isSame: (message: APIMessage) => boolean;
}

export interface PosterDeps {
  readonly api: DiscordApi;
  readonly store: DiscordStore;
  readonly channels: Channels;
  readonly clock: { now(): Date };
}

interface Answered {
  readonly id: MessageId;
  /** As Discord told it; null where an earlier try had noted it. */
  readonly message: APIMessage | null;
}

export const postOnce = async (...of: Parameters<typeof postAnswered>): Promise<MessageId> =>
  (await postAnswered(...of)).id;

/**
 * Posts once: what is stored as posted is not posted again; within Discord's memory the nonce finds the first message;
 * after it, the channel is read from the first try on.
 */
export async function postAnswered(
  { api, store, channels, clock }: PosterDeps,
  to: { readonly channel: string; readonly key: OutboxId },
  outgoing: Outgoing,
): Promise<Answered> {
  const known = await store.begin(to.key, to.channel, clock.now());
  if (known.message !== null) return { id: known.message, message: null };
  const sinceMs = clock.now().getTime() - known.triedAt.getTime();
  const found =
    known.isFirst || sinceMs < NONCE_WINDOW_MS
      ? null
      : await findSince(api, { ...to, me: await channels.me(), since: known.triedAt }, outgoing);
  const message = found ?? (await send(api, { ...to, since: known.triedAt }, outgoing));
  await store.posted(to.key, messageId(message.id));
  return { id: messageId(message.id), message };
}

async function send(
  { bot }: DiscordApi,
  to: { readonly channel: string; readonly key: OutboxId; readonly since: Date },
  { body, files }: Outgoing,
) {
  const sent = await bot.post(Routes.channelMessages(to.channel), {
    body: { ...body, nonce: toNonce(to.key, to.since), enforce_nonce: true },
    files: [...files],
  });
  return sent as APIMessage; // what this route answers
}

const DISCORD_EPOCH = 1_420_070_400_000n;
/** Our clock and Discord's may differ by this much. */
const SLACK_MS = 60_000;

/** The smallest id of a message that was made then. */
export const snowflakeAt = (at: Date): string =>
  ((BigInt(Math.max(at.getTime() - SLACK_MS, Number(DISCORD_EPOCH))) - DISCORD_EPOCH) << 22n).toString();

async function findSince(
  { bot }: DiscordApi,
  where: { readonly channel: string; readonly me: string; readonly since: Date },
  { isSame }: Outgoing,
): Promise<APIMessage | null> {
  for (let after = snowflakeAt(where.since); ; ) {
    const query = new URLSearchParams({ after, limit: String(LIMITS.messagesPage) });
    const page = (await bot.get(Routes.channelMessages(where.channel), { query })) as APIMessage[];
    const found = page.find((message) => message.author.id === where.me && isSame(message));
    if (found !== undefined) return found;
    if (page.length < LIMITS.messagesPage) return null;
    after = newestOf(page);
  }
}

/** Ids of one length sort as text; a longer one is newer. */
const newestOf = (page: readonly APIMessage[]): string =>
  page
    .map(({ id }) => id.padStart(20, '0'))
    .toSorted()
    .at(-1)
    ?.replace(/^0+/, '') ?? '0';

/** A number of a component, made from the key: how a card is known again in a channel's history. */
export const toMark = (key: OutboxId): number =>
  (createHash('sha256').update(key).digest().readUInt32BE(0) >>> 2) + 1_000;
