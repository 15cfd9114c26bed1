import type { MessageId, ThreadRef } from '../../core/ids.ts';
import type { Channels } from './channels.ts';
import { CODE, hasCode } from './errors.ts';

export const toChannel = ({ thread, channel }: ThreadRef): string => thread ?? channel;

/** A thread made from a message has its id, but the message stands in the channel; a forum's first post is in its thread. */
export async function inPlace<T>(
  place: ThreadRef,
  message: MessageId,
  use: (channel: string) => Promise<T>,
): Promise<T> {
  // What was said in a forum itself is a post, too.
  if (place.thread !== message && place.thread !== null) return use(place.thread);
  try {
    return await use(place.channel);
  } catch (error) {
    if (!hasCode(error, CODE.unknownMessage, NOT_TEXT)) throw error;
    return use(message);
  }
}

/** "Cannot send messages in a non-text channel". */
const NOT_TEXT = 50_008;

/** An archived thread is opened before what is in it is edited. */
export async function inOpenThread(
  channels: Channels,
  place: ThreadRef,
  message: MessageId,
  use: (channel: string) => Promise<void>,
): Promise<void> {
  try {
    await inPlace(place, message, use);
  } catch (error) {
    if (!hasCode(error, CODE.archived)) throw error;
    await channels.open(place.thread ?? message);
    await inPlace(place, message, use);
  }
}
