import type { Card } from '../card/card.ts';
import type {
  ChannelId,
  MessageId,
  OutboxId,
  PersonId,
  Platform,
  ShotId,
  TakeId,
  ThreadRef,
  WorkspaceId,
} from '../ids.ts';

/**
 * Outbound messages are rows first. The rows of shots, take cards and clips are made by the transaction that changes
 * what they show; what they say is made when they are sent. Notes carry their card.
 */
export interface OutboxMessage {
  readonly id: OutboxId;
  readonly platform: Platform;
  readonly workspace: WorkspaceId;
  readonly channel: ChannelId;
  /** The thread the row names, else its shot's. */
  readonly thread: MessageId | null;
  readonly kind: 'shot' | 'card' | 'clip' | 'note' | 'private';
  readonly shotId: ShotId | null;
  readonly takeId: TakeId | null;
  readonly person: PersonId | null;
  readonly card: Card | null;
  /** The revision being sent; what changes meanwhile is sent again. */
  readonly rev: number;
  readonly message: MessageId | null;
  readonly tries: number;
  /** The shot's root was given up before it opened a thread: a card or clip waits for nothing. */
  readonly threadLost?: true;
}

export type Leased =
  | { readonly kind: 'leased'; readonly message: OutboxMessage }
  | { readonly kind: 'early'; readonly at: Date };

export interface NewNote {
  /** Made from what caused it, so that a step that runs twice writes one row. */
  readonly id: OutboxId;
  readonly place: ThreadRef;
  /** Set for a note that only this person sees. */
  readonly person: PersonId | null;
  readonly card: Card;
  /** The take or shot that the note is about, so that it goes to its thread. */
  readonly takeId?: TakeId;
  readonly shotId?: ShotId;
  readonly now: Date;
}

export interface Outbox {
  /** Inserts the row unless it is there. */
  write(note: NewNote): Promise<void>;
  /** Takes the row for sending until `until`. `early`: something is wanted, but not before then. null: nothing to send, or another process has it.
   * While this process sends, the lease is extended by itself, until `sent`, `postpone` or `giveUp`. */
  lease(id: OutboxId, until: Date, now: Date): Promise<Leased | null>;
  /** Marks a revision as sent. A clip's first message makes its take delivered; a shot's names its thread. */
  sent(
    id: OutboxId,
    sent: {
      readonly rev: number;
      readonly message: MessageId | null;
      readonly thread: MessageId | null;
      readonly nextAt: Date;
      readonly now: Date;
      /** What stands says what was true at an earlier try: it is still to be edited. */
      readonly isOld?: boolean;
    },
  ): Promise<void>;
  /** `asked`: the other side named the time, so it doesn't count as a try. `closed`: until the place opens, or then at the latest. */
  postpone(id: OutboxId, nextAt: Date, error: string, why?: 'failed' | 'asked' | 'closed'): Promise<void>;
  /** Gives the row up; a clip's take becomes undeliverable. */
  giveUp(id: OutboxId, error: string, now: Date): Promise<void>;
  /** What a platform's message shows: the take of a card or clip, the shot of a root. `expected`: nothing known yet, while
   * a card or clip of this channel is under way whose message may be that one. */
  locate(
    workspace: WorkspaceId,
    channel: ChannelId,
    message: MessageId,
  ): Promise<
    | {
        readonly kind: OutboxMessage['kind'];
        readonly takeId: TakeId | null;
        readonly shotId: ShotId | null;
      }
    | 'expected'
    | null
  >;
  /** The cards and clips of a shot's takes that don't say the last word yet. */
  unsentOf(shot: ShotId): Promise<readonly OutboxId[]>;
  /** Another post of a take's clip, asked for by a person (`show`); its own row and its own message. */
  deliverAgain(id: OutboxId, take: TakeId, place: ThreadRef, now: Date): Promise<void>;
}
