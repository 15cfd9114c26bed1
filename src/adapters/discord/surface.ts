import { Routes } from 'discord.js';
import type { Card } from '../../core/card/card.ts';
import { readDirectId } from '../../core/direct-message.ts';
import { PermanentError } from '../../core/errors.ts';
import type { MessageId, ThreadRef } from '../../core/ids.ts';
import type { ChatSurface } from '../../core/ports/chat-surface.ts';
import type { ChannelBrake } from './channel-brake.ts';
import { isForum } from './channels.ts';
import type { ClipFiles } from './clip-file.ts';
import { deliver, editWords } from './deliver.ts';
import { CODE, hasCode, toCoreError } from './errors.ts';
import { openLinked, tagPost } from './forum-tags.ts';
import { inOpenThread, inPlace, toChannel } from './in-place.ts';
import { EDIT_PACE_MS } from './limits.ts';
import { openForumPost, openTextThread } from './open-thread.ts';
import { toOutgoing } from './outgoing.ts';
import { postOnce } from './poster.ts';
import { readStanding } from './read-standing.ts';
import { type TellDeps, tellPerson } from './tell.ts';

export interface SurfaceDeps extends TellDeps {
  readonly media: ClipFiles;
  readonly brake: ChannelBrake;
}

/** Discord as the core sees it. It needs no gateway: any process may send. */
export function makeDiscordSurface(deps: SurfaceDeps): ChatSurface {
  const { api, channels } = deps;
  const within = async <T>(what: string, place: ThreadRef, work: () => Promise<T>): Promise<T> => {
    try {
      return await deps.brake.guard(place.channel, work);
    } catch (error) {
      throw toCoreError(what, error);
    }
  };
  return {
    editPaceMs: EDIT_PACE_MS,
    openThread: (place, card, key) =>
      within('a new thread', place, async () => {
        const { type } = await channels.info(place.channel);
        return isForum(type) ? openForumPost(deps, place, { card, key }) : openTextThread(deps, place, { card, key });
      }),
    post: (place, card, key) =>
      within('a post', place, async () => {
        await openLinked(channels, card);
        // A forum takes posts alone: what is said in the channel itself is one.
        if (place.thread === null && isForum((await channels.info(place.channel)).type))
          return (await openForumPost(deps, place, { card, key })).message;
        return postOnce(deps, { channel: toChannel(place), key }, await toOutgoing(deps, place, { card, key }));
      }),
    edit: (place, message, card) =>
      within('an edit', place, () => editCard(deps, place, { message, card })).catch((error: unknown) => {
        // A thread outlives its first message here, and goes on; what was in a deleted thread went with it.
        if (message === place.thread || !hasCode(error, CODE.unknownMessage, CODE.unknownChannel)) throw error;
        throw new PermanentError('message_gone', 'the message was deleted', { cause: error });
      }),
    deliver: (place, clip, key) => within('a clip', place, () => deliver(deps, place, { clip, key })),
    editClip: (place, message, clip) => within('an edit', place, () => editWords(deps, place, { message, clip })),
    async tell(_place, person, card, key) {
      try {
        return await tellPerson(deps, { person, card, key });
      } catch (error) {
        throw toCoreError('a private answer', error);
      }
    },
    orderKeyAt: (at) => `${at.getTime()}.0000000`,
    readReactions: (place, message) =>
      within('a reading', place, async () =>
        inPlace(place, message, async (channel) => readStanding(api, { channel, message, me: await channels.me() })),
      ),
  };
}

async function editCard(deps: SurfaceDeps, place: ThreadRef, { message, card }: { message: MessageId; card: Card }) {
  const direct = readDirectId(message);
  if (direct !== null) {
    const { body } = await toOutgoing(deps, null, { card, key: null });
    await deps.api.bot.patch(Routes.channelMessage(direct.channel, direct.message), { body });
    return;
  }
  const { body, files } = await toOutgoing(deps, place, { card, key: null });
  await inOpenThread(deps.channels, place, message, async (channel) => {
    await deps.api.bot.patch(Routes.channelMessage(channel, message), { body, files: [...files] });
  });
  if (card.status !== undefined && message === place.thread) await tagPost(deps, place, card.status);
}
