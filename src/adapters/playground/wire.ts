import { BOT_PERSON } from './people.ts';
import type { PlaygroundMessage } from './store.ts';

/** A message as the page reads it; the page's own description of it is in `page/types.js`. */
export interface WireMessage {
  readonly id: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly author: string;
  readonly kind: PlaygroundMessage['kind'];
  readonly text: string;
  readonly card: unknown;
  readonly clip: unknown;
  readonly rev: string;
  readonly at: string;
  readonly editedAt: string | null;
  readonly reactions: readonly { readonly emoji: string; readonly people: readonly string[] }[];
  readonly replies: { readonly count: number; readonly lastAt: string } | null;
}

/** The bot's own reactions are left out: they are there to be pressed, not to be counted. */
export function toWireMessage(message: PlaygroundMessage): WireMessage {
  const { id, channel, thread, author, kind, text, card, clip, at, editedAt, replies } = message;
  return {
    ...{ id, channel, thread, author, kind, text, card, clip },
    rev: String(message.rev),
    at: at.toISOString(),
    editedAt: editedAt?.toISOString() ?? null,
    reactions: toChips(message),
    replies: replies === null ? null : { count: replies.count, lastAt: replies.lastAt.toISOString() },
  };
}

function toChips({ reactions }: PlaygroundMessage): WireMessage['reactions'] {
  const chips = new Map<string, string[]>();
  for (const { emoji, person } of reactions) {
    if (person === BOT_PERSON) continue;
    chips.set(emoji, [...(chips.get(emoji) ?? []), person]);
  }
  return [...chips].map(([emoji, people]) => ({ emoji, people }));
}
