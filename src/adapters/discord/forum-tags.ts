import { type APIChannel, Routes } from 'discord.js';
import type { Card } from '../../core/card/card.ts';
import { PermanentError } from '../../core/errors.ts';
import type { ThreadRef } from '../../core/ids.ts';
import { type Channels, isForum } from './channels.ts';
import { toCoreError } from './errors.ts';
import type { DiscordApi } from './rest.ts';

type Status = NonNullable<Card['status']>;

const NAMES: Readonly<Record<Status, string>> = { open: 'open', approved: 'approved', rejected: 'rejected' };

/** The tag of a forum that says this; null where the forum has none of that name. */
export const findTag = (tags: readonly { readonly id: string; readonly name: string }[], status: Status) =>
  tags.find(({ name }) => name.trim().toLowerCase() === NAMES[status]) ?? null;

/** A shot's post in a forum has the tag of where it stands; tags that people chose themselves stay. */
export async function tagPost(
  { api, channels }: { readonly api: DiscordApi; readonly channels: Channels },
  { channel, thread }: ThreadRef,
  status: Status,
): Promise<void> {
  const { type, tags } = await channels.info(channel);
  if (thread === null || !isForum(type)) return;
  const ours = (['open', 'approved', 'rejected'] as const).flatMap((known) => findTag(tags, known)?.id ?? []);
  const wanted = findTag(tags, status);
  const post = (await api.bot.get(Routes.channel(thread))) as APIChannel;
  // Only whoever began a post may tag it, and those who manage threads, which the bot doesn't ask to be.
  if (!('owner_id' in post) || post.owner_id !== (await channels.me())) return;
  const applied = 'applied_tags' in post ? (post.applied_tags ?? []) : [];
  const next = [...applied.filter((id) => !ours.includes(id)), ...(wanted === null ? [] : [wanted.id])].slice(-MOST);
  if (next.length === applied.length && next.every((id) => applied.includes(id))) return;
  await api.bot.patch(Routes.channel(thread), { body: { applied_tags: next } });
}

/** A post has at most five tags. */
const MOST = 5;

/** Threads that a card links to are opened: an archived one takes no reactions, and so no votes. */
export async function openLinked(channels: Channels, card: Card): Promise<void> {
  for (const thread of linkedThreads(card)) {
    try {
      if (await channels.isArchived(thread)) await channels.open(thread);
    } catch (error) {
      // Locked, deleted or out of sight: its link still leads there. Whatever else it is passes.
      if (!(toCoreError('a linked thread', error) instanceof PermanentError)) throw error;
    }
  }
}

function linkedThreads({ title, body }: Card): ReadonlySet<string> {
  const lines = [
    ...(title === null ? [] : [title]),
    ...body.flatMap((block) => (block.kind === 'line' ? [block.line] : [])),
    ...body.flatMap((block) => (block.kind === 'fields' ? block.fields.map(({ value }) => value) : [])),
  ];
  return new Set(
    lines.flat().flatMap((span) => {
      const thread = typeof span !== 'string' && 'bold' in span ? span.to?.thread : undefined;
      return thread === undefined || thread === null ? [] : [thread];
    }),
  );
}
