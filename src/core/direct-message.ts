import { type MessageId, messageId } from './ids.ts';

/** A message in somebody's direct messages, which are a channel of their own on the platform: one id for both. */
export const toDirectId = (channel: string, message: string): MessageId => messageId(`${channel}/${message}`);

/** The channel and the message of such an id; null for a message of the place itself. */
export function readDirectId(id: MessageId): { readonly channel: string; readonly message: string } | null {
  const [channel, message, ...more] = id.split('/');
  if (channel === undefined || message === undefined || more.length > 0) return null;
  return { channel, message };
}
