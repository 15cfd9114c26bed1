import { superReactionKey } from '../../core/vote/emoji.ts';

export interface EmojiLike {
  readonly id: string | null;
  readonly name: string | null;
}

/**
 * What the vote log calls a reaction: a custom emoji by its id, which a rename doesn't change; any other as written,
 * without the selector that some clients add. A super reaction is one of its own.
 */
export function toEmojiKey({ id, name }: EmojiLike, isBurst: boolean): string {
  const key = id ?? (name ?? '').replace(/\uFE0F/gu, '');
  return isBurst ? superReactionKey(key) : key;
}

/** As Discord's routes want it. */
export const toEmojiRoute = ({ id, name }: EmojiLike): string =>
  encodeURIComponent(id === null ? (name ?? '') : `${name ?? '_'}:${id}`);
