import { type APIChannel, type APIMessage, Routes } from 'discord.js';
import type { Card } from '../../core/card/card.ts';
import { toText } from '../../core/card/to-card.ts';
import { type MessageId, messageId, type OutboxId, type ThreadRef } from '../../core/ids.ts';
import { CODE, hasCode, toCoreError } from './errors.ts';
import { findTag } from './forum-tags.ts';
import { AUTO_ARCHIVE_MINUTES, cut, LIMITS } from './limits.ts';
import { toNonce } from './nonce.ts';
import { toOutgoing } from './outgoing.ts';
import { type Outgoing, postOnce, snowflakeAt } from './poster.ts';
import type { DiscordApi } from './rest.ts';
import type { SurfaceDeps } from './surface.ts';

interface Keyed {
  readonly card: Card;
  readonly key: OutboxId;
}

export async function openTextThread(deps: SurfaceDeps, place: ThreadRef, { card, key }: Keyed) {
  const outgoing = await toOutgoing(deps, place, { card, key });
  const message = await postOnce(deps, { channel: place.channel, key }, outgoing);
  const body = { name: toThreadName(card), auto_archive_duration: AUTO_ARCHIVE_MINUTES };
  try {
    await deps.api.bot.post(Routes.threads(place.channel, message), { body });
  } catch (error) {
    // Somebody opened it, or we did and lost the answer: a message has one thread, with its own id.
    if (!hasCode(error, CODE.threadExists)) throw error;
  }
  await addRequester(deps, key, message);
  return { message, thread: message };
}

/** A forum promises nothing for a nonce, so a post whose answer was lost is looked for by its mark. */
export async function openForumPost(deps: SurfaceDeps, place: ThreadRef, { card, key }: Keyed) {
  const { api, store, channels, clock } = deps;
  const known = await store.begin(key, place.channel, clock.now());
  const { body, files, isSame } = await toOutgoing(deps, place, { card, key });
  const lost = { since: known.triedAt, isSame };
  const found = known.message ?? (known.isFirst ? null : await findForumPost(deps, place, lost));
  const thread = found ?? messageId(await sendForumPost());
  if (known.message === null) await store.posted(key, thread);
  await addRequester(deps, key, thread);
  return { message: thread, thread };

  async function sendForumPost(): Promise<string> {
    const { tags, requiresTag } = await channels.info(place.channel);
    const wanted = card.status === undefined ? null : findTag(tags, card.status);
    const open = wanted ?? (requiresTag ? tags[0] : undefined) ?? null;
    const made = await api.bot.post(Routes.threads(place.channel), {
      body: {
        name: toThreadName(card),
        auto_archive_duration: AUTO_ARCHIVE_MINUTES,
        ...(open === null ? {} : { applied_tags: [open.id] }),
        // Its own description has no nonce for a post; discord.js sends one all the same, and where it counts, it helps.
        message: { ...body, nonce: toNonce(key, known.triedAt), enforce_nonce: true },
      },
      files: [...files],
    });
    return (made as APIChannel).id; // what this route answers
  }
}

/** The bot's posts of that forum since then, by the mark of their first message: two may have one name. */
async function findForumPost(
  { api, channels }: SurfaceDeps,
  place: ThreadRef,
  { since, isSame }: { readonly since: Date; readonly isSame: Outgoing['isSame'] },
): Promise<MessageId | null> {
  const me = await channels.me();
  const oldest = BigInt(snowflakeAt(since));
  const active = (await api.bot.get(Routes.guildActiveThreads(place.workspace))) as { threads: APIChannel[] };
  for (const thread of active.threads) {
    if (!('owner_id' in thread && 'parent_id' in thread) || BigInt(thread.id) < oldest) continue;
    if (thread.parent_id !== place.channel || thread.owner_id !== me) continue;
    const root = await readRoot(api, thread.id);
    if (root !== null && isSame(root)) return messageId(thread.id);
  }
  return null;
}

/** null where somebody deleted it. */
async function readRoot({ bot }: DiscordApi, post: string): Promise<APIMessage | null> {
  try {
    return (await bot.get(Routes.channelMessage(post, post))) as APIMessage; // what this route answers
  } catch (error) {
    if (hasCode(error, CODE.unknownMessage, CODE.unknownChannel)) return null;
    throw error;
  }
}

async function addRequester({ api, store }: SurfaceDeps, key: OutboxId, thread: MessageId): Promise<void> {
  const person = await store.requesterOf(key);
  if (person === null) return;
  try {
    await api.bot.put(Routes.threadMembers(thread, person));
  } catch (error) {
    // Whoever left the server, or can't see the channel any more, isn't added; the thread stands all the same.
    if (toCoreError('a new member', error).name !== 'PermanentError') throw error;
  }
}

function toThreadName(card: Card): string {
  const title = toText({ ...card, body: [], buttons: [] });
  const scene = card.body.find((block) => block.kind === 'line');
  const about = scene === undefined ? '' : toText({ ...card, title: null, body: [scene], buttons: [] });
  const name = [title, about].filter((part) => part !== '').join(' · ');
  return cut(name.replace(/\s+/g, ' '), LIMITS.threadName);
}
