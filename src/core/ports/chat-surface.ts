import type { PersonKind } from '../act/act.ts';
import type { Card, Clip } from '../card/card.ts';
import type { MessageId, OutboxId, PersonId, ThreadRef } from '../ids.ts';

/**
 * A chat platform as the core sees it. Every `key` makes a post unique: a second call with the same key finds the
 * first message instead of posting again. Throws TransientError to be asked again, PermanentError when the place is
 * gone (channel archived, bot removed).
 */
export interface ChatSurface {
  /** The platform's pace: how long after a post or an edit the same message may be edited again. */
  readonly editPaceMs: number;
  /** Posts a shot's root message into the channel and opens its thread; `place.thread` is null. */
  openThread(
    place: ThreadRef,
    card: Card,
    key: OutboxId,
  ): Promise<{ readonly message: MessageId; readonly thread: MessageId }>;
  /** Posts a card into the thread, or into the channel where `place.thread` is null. */
  post(place: ThreadRef, card: Card, key: OutboxId): Promise<MessageId>;
  /** Edits a card in place; notifies nobody. */
  edit(place: ThreadRef, message: MessageId, card: Card): Promise<void>;
  /** Posts the clip with its player, mentions the requester once, and seeds one approve and one reject reaction. */
  deliver(place: ThreadRef, clip: Clip, key: OutboxId): Promise<MessageId>;
  editClip(place: ThreadRef, message: MessageId, clip: Clip): Promise<void>;
  /** Shows a card to one person only, where they are. Resolves to the message's id where `edit` can change it later, else null. */
  tell(place: ThreadRef, person: PersonId, card: Card, key: OutboxId): Promise<MessageId | null>;
  /**
   * The order key (see `compareOrderKeys`) of a reading that began then, on the scale of the platform's live reactions;
   * left out where no reaction can be missed.
   */
  readonly orderKeyAt?: (at: Date) => string;
  /** The reactions that stand on a message now, the bot's own left out: to mend what was missed. */
  readReactions(place: ThreadRef, message: MessageId): Promise<readonly StandingReaction[]>;
}

export interface StandingReaction {
  readonly person: PersonId;
  readonly personKind: PersonKind;
  readonly emoji: string;
}
