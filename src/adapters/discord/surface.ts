import { readFile } from 'node:fs/promises';
import { type APIChannel, MessageFlags, Routes } from 'discord.js';
import type { Card, Clip } from '../../core/card/card.ts';
import { toText } from '../../core/card/to-card.ts';
import { type MessageId, messageId, type OutboxId, type ThreadRef } from '../../core/ids.ts';
import type { ChatSurface } from '../../core/ports/chat-surface.ts';
import { type Channels, isForum } from './channels.ts';
import { type ClipFiles, fileOf } from './clip-file.ts';
import { CODE, hasCode, toCoreError } from './errors.ts';
import { findTag, openLinked, tagPost } from './forum-tags.ts';
import { AUTO_ARCHIVE_MINUTES, cut, EDIT_PACE_MS, LIMITS, uploadLimitOf } from './limits.ts';
import { toOutgoing } from './outgoing.ts';
import { postOnce } from './poster.ts';
import { readStanding } from './read-standing.ts';
import { type TellDeps, tellPerson } from './tell.ts';
import { toClipContent } from './to-clip.ts';

export interface SurfaceDeps extends TellDeps {
  readonly media: ClipFiles;
}

/** Seeded on every clip, one press each; so nobody needs the right to add reactions. */
const SEEDS = ['✅', '❌'] as const;

/** Discord as the core sees it. It needs no gateway: any process may send. */
export function makeDiscordSurface(deps: SurfaceDeps): ChatSurface {
  const { api, channels } = deps;
  const within = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw toCoreError(what, error);
    }
  };
  return {
    editPaceMs: EDIT_PACE_MS,
    openThread: (place, card, key) =>
      within('a new thread', async () => {
        const { type } = await channels.info(place.channel);
        return isForum(type) ? openForumPost(deps, place, { card, key }) : openTextThread(deps, place, { card, key });
      }),
    post: (place, card, key) =>
      within('a post', async () => {
        await openLinked(channels, card);
        return postOnce(deps, { channel: toChannel(place), key }, await toOutgoing(deps, place, { card, key }));
      }),
    edit: (place, message, card) => within('an edit', () => editCard(deps, place, { message, card })),
    deliver: (place, clip, key) => within('a clip', () => deliver(deps, place, { clip, key })),
    editClip: (place, message, clip) => within('an edit', () => editWords(deps, place, { message, clip })),
    tell: (_place, person, card, key) => within('a private answer', () => tellPerson(deps, { person, card, key })),
    orderKeyAt: (at) => `${at.getTime()}.0000000`,
    readReactions: (place, message) =>
      within('a reading', async () =>
        inPlace(place, message, async (channel) => readStanding(api, { channel, message, me: await channels.me() })),
      ),
  };
}

const toChannel = ({ thread, channel }: ThreadRef): string => thread ?? channel;

/** A thread made from a message has its id, but the message stands in the channel; a forum's first post is in its thread. */
async function inPlace<T>(place: ThreadRef, message: MessageId, use: (channel: string) => Promise<T>): Promise<T> {
  if (place.thread !== message) return use(toChannel(place));
  try {
    return await use(place.channel);
  } catch (error) {
    if (!hasCode(error, CODE.unknownMessage, NOT_TEXT)) throw error;
    return use(place.thread);
  }
}

/** "Cannot send messages in a non-text channel". */
const NOT_TEXT = 50_008;

/** An archived thread is opened before what is in it is edited. */
async function inOpenThread(
  channels: Channels,
  place: ThreadRef,
  message: MessageId,
  use: (channel: string) => Promise<void>,
): Promise<void> {
  try {
    await inPlace(place, message, use);
  } catch (error) {
    if (!hasCode(error, CODE.archived) || place.thread === null) throw error;
    await channels.open(place.thread);
    await inPlace(place, message, use);
  }
}

async function editCard(deps: SurfaceDeps, place: ThreadRef, { message, card }: { message: MessageId; card: Card }) {
  const { body, files } = await toOutgoing(deps, place, { card, key: null });
  await inOpenThread(deps.channels, place, message, async (channel) => {
    await deps.api.bot.patch(Routes.channelMessage(channel, message), { body, files: [...files] });
  });
  if (card.status !== undefined && message === place.thread) await tagPost(deps, place, card.status);
}

interface Keyed {
  readonly card: Card;
  readonly key: OutboxId;
}

async function openTextThread(deps: SurfaceDeps, place: ThreadRef, { card, key }: Keyed) {
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

/** A forum takes no nonce, so a post whose answer was lost is looked for by its name, which carries the slug. */
async function openForumPost(deps: SurfaceDeps, place: ThreadRef, { card, key }: Keyed) {
  const { api, store, channels, clock } = deps;
  const known = await store.begin(key, place.channel, clock.now());
  const name = toThreadName(card);
  const found = known.message ?? (known.isFirst ? null : await findForumPost(deps, place, name));
  const thread = found ?? messageId(await sendForumPost());
  if (known.message === null) await store.posted(key, thread);
  await addRequester(deps, key, thread);
  return { message: thread, thread };

  async function sendForumPost(): Promise<string> {
    const { tags, requiresTag } = await channels.info(place.channel);
    const open = findTag(tags, card.status ?? 'open') ?? (requiresTag ? tags[0] : undefined) ?? null;
    const { body, files } = await toOutgoing(deps, place, { card, key });
    const made = await api.bot.post(Routes.threads(place.channel), {
      body: {
        name,
        auto_archive_duration: AUTO_ARCHIVE_MINUTES,
        ...(open === null ? {} : { applied_tags: [open.id] }),
        message: body,
      },
      files: [...files],
    });
    return (made as APIChannel).id; // what this route answers
  }
}

async function findForumPost(
  { api, channels }: SurfaceDeps,
  place: ThreadRef,
  name: string,
): Promise<MessageId | null> {
  const me = await channels.me();
  const active = (await api.bot.get(Routes.guildActiveThreads(place.workspace))) as { threads: APIChannel[] };
  const found = active.threads.find(
    (thread) =>
      'parent_id' in thread &&
      thread.parent_id === place.channel &&
      thread.name === name &&
      'owner_id' in thread &&
      thread.owner_id === me,
  );
  return found === undefined ? null : messageId(found.id);
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

async function deliver(deps: SurfaceDeps, place: ThreadRef, { clip, key }: { clip: Clip; key: OutboxId }) {
  const { api, channels } = deps;
  const channel = toChannel(place);
  const limit = uploadLimitOf(await channels.uploadTier(place.workspace));
  const { file, isClip, notes } = await fileOf(deps.media, clip, limit);
  const files = file === null ? [] : [{ ...file, data: await readFile(file.path) }];
  const message = await postOnce(
    deps,
    { channel, key },
    {
      body: {
        content: toClipContent(clip, notes),
        flags: MessageFlags.SuppressEmbeds,
        allowed_mentions: { parse: [], users: [clip.requester] },
        attachments: files.map(({ name }, id) => ({
          id: String(id),
          filename: name,
          description: cut(clip.altText, LIMITS.fileDescription),
        })),
      },
      files,
      isSame: ({ attachments, content }) =>
        isClip ? attachments.some(({ filename }) => filename === clip.fileName) : content.includes(clip.fileName),
    },
  );
  // Repeated with the message: a crash between the two leaves no clip without its seeds.
  for (const emoji of SEEDS) {
    await api.bot.put(Routes.channelMessageOwnReaction(channel, message, encodeURIComponent(emoji)));
  }
  return message;
}

async function editWords(
  { api, channels, media }: SurfaceDeps,
  place: ThreadRef,
  of: { message: MessageId; clip: Clip },
) {
  const limit = uploadLimitOf(await channels.uploadTier(place.workspace));
  const { notes } = await fileOf(media, of.clip, limit);
  const body = { content: toClipContent(of.clip, notes), allowed_mentions: { parse: [] } };
  await inOpenThread(channels, place, of.message, async (channel) => {
    await api.bot.patch(Routes.channelMessage(channel, of.message), { body });
  });
}
