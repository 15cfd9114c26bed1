import type { ButtonVerb, Card } from '../card/card.ts';
import type { Brief } from '../command/brief.ts';
import type { ActId, ChannelId, MessageId, OutboxId, PersonId, RequestId, TakeId, WorkspaceId } from '../ids.ts';
import type { Micros } from '../money/micros.ts';
import type { NewTake, ShotTarget } from '../take/take.ts';

/** `read`: opened, nothing decided. `confirm`: waits for a click. `owner`: waits for a budget owner. */
export type RequestState = 'read' | 'refused' | 'confirm' | 'owner' | 'running' | 'declined' | 'expired';

/** What a person asked for, before any money. `plan` is what would be made, as JSON of `RequestPlan`. */
export interface Request {
  readonly id: RequestId;
  readonly workspace: WorkspaceId;
  readonly channel: ChannelId;
  readonly thread: MessageId | null;
  readonly person: PersonId;
  readonly actId: ActId;
  readonly state: RequestState;
  /** As it was read. */
  readonly brief: Brief;
  readonly plan: RequestPlan;
  readonly estimate: Micros;
  readonly parentTake: TakeId | null;
  readonly expiresAt: Date | null;
  /** Why it was refused, as it was kept; null unless it was. */
  readonly refusal: unknown;
  readonly createdAt: Date;
}

export interface RequestPlan {
  readonly shot: ShotTarget;
  readonly takes: readonly NewTake[];
  /** What was snapped or changed, in words. */
  readonly notes: readonly string[];
}

/** One scope of a budget, in the period that the money counts in; `cap` is used when the row is not there yet. */
export interface ScopeCap {
  readonly scope: string;
  readonly period: string;
  readonly cap: Micros;
}

export type ReserveOutcome =
  | {
      readonly kind: 'reserved';
      readonly slug: string;
      readonly shot: string;
      readonly takes: readonly TakeId[];
      readonly first: number;
    }
  | {
      readonly kind: 'exceeded';
      readonly scope: string;
      readonly period: string;
      readonly cap: Micros;
      readonly left: Micros;
    }
  | { readonly kind: 'frozen'; readonly scope: string; readonly period: string }
  | { readonly kind: 'pace'; readonly live: number; readonly hour: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'already'; readonly state: RequestState };

export interface RequestStore {
  /** Opens the request of an act; a second call for the same act returns the first one, whatever it became. */
  open(request: Omit<Request, 'state' | 'expiresAt' | 'refusal'>): Promise<Request>;
  load(workspace: WorkspaceId, id: RequestId): Promise<Request | null>;
  /**
   * Money, shot, takes and their outbound messages in one commit: all or none. `grant` lets an owner's yes cover the
   * shortfall, for this request only. `pace` counts the person's paid takes at once and within an hour.
   */
  reserve(order: {
    readonly request: RequestId;
    readonly from: readonly RequestState[];
    readonly plan: RequestPlan;
    readonly scopes: readonly ScopeCap[];
    readonly pace: { readonly live: number; readonly hour: number };
    readonly grant: boolean;
    readonly actor: PersonId | null;
    readonly now: Date;
  }): Promise<ReserveOutcome>;
  /** Compare and set of the request's state. */
  move(
    id: RequestId,
    move: {
      readonly from: readonly RequestState[];
      readonly to: RequestState;
      readonly expiresAt?: Date | null;
      readonly refusal?: unknown;
      readonly decidedBy?: PersonId;
    },
  ): Promise<boolean>;
  /**
   * Whether its person asked for the same brief before it, in takes or waiting, since then: the duplicate guard.
   * `sameParent`: and from the same take.
   */
  askedSince(
    request: Pick<Request, 'id' | 'workspace' | 'person' | 'brief' | 'parentTake'>,
    since: Date,
    like?: { readonly sameParent: boolean },
  ): Promise<boolean>;
  /**
   * Rewrites the messages whose buttons press `verb` on this request (or on the act that a question is about); the ids
   * of those that can be edited. A message without buttons is left as it is, so it may be repeated.
   */
  closeOffers(
    target: RequestId | ActId,
    closing: { readonly verb: ButtonVerb; readonly close: (card: Card) => Card; readonly now: Date },
  ): Promise<readonly OutboxId[]>;
}
