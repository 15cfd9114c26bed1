import type {
  ActId,
  ChannelId,
  MessageId,
  PersonId,
  Platform,
  RequestId,
  ShotId,
  TakeId,
  WorkspaceId,
} from '../ids.ts';
import type { Micros } from '../money/micros.ts';
import type { FailureCode } from '../take/failure.ts';
import type { TakeState } from '../take/state.ts';
import type { TakeParams } from '../take/take.ts';
import type { Slots } from '../template/slots.ts';
import type { Derived } from './media-store.ts';
import type { DecisionState } from './vote-store.ts';

/** All that a card or a clip says of a take, read in one go. */
export interface TakeView {
  readonly id: TakeId;
  readonly platform: Platform;
  readonly workspace: WorkspaceId;
  readonly channel: ChannelId;
  readonly shotId: ShotId;
  readonly slug: string;
  readonly thread: MessageId | null;
  readonly requestId: RequestId;
  readonly number: number;
  readonly parentNumber: number | null;
  readonly askedBy: PersonId;
  readonly scene: string;
  readonly template: string;
  readonly slots: Slots;
  readonly prompt: string;
  readonly provider: string;
  readonly model: string;
  readonly params: TakeParams;
  readonly tier: 'draft' | 'final' | null;
  readonly notes: readonly string[];
  readonly estimate: Micros;
  readonly cost: Micros | null;
  readonly state: TakeState;
  readonly stateAt: Date;
  readonly createdAt: Date;
  readonly progress: number | null;
  readonly failure: FailureCode | null;
  readonly detail: string | null;
  readonly cancelBy: PersonId | null;
  readonly sha256: string | null;
  readonly media: string | null;
  readonly bytes: bigint | null;
  readonly poster: string | null;
  /** null: made before anything was derived, or not made yet. */
  readonly derived?: Derived | null;
  readonly decision: {
    readonly state: DecisionState;
    readonly since: Date | null;
    readonly finalAt: Date | null;
    readonly selfApproved: boolean;
  };
  readonly ballots: readonly {
    readonly person: PersonId;
    readonly vote: 'approve' | 'reject';
    readonly counted: boolean;
  }[];
  readonly disposition: string | null;
}

export interface ShotView {
  readonly id: ShotId;
  readonly platform: Platform;
  readonly workspace: WorkspaceId;
  readonly channel: ChannelId;
  readonly slug: string;
  readonly scene: string;
  readonly thread: MessageId | null;
  readonly askedBy: PersonId;
  readonly pick: TakeId | null;
  readonly takes: readonly TakeView[];
}

/** Looking things up for people: shots by slug or thread, takes with everything that is shown of them. */
export interface ShowStore {
  loadTake(workspace: WorkspaceId, id: TakeId): Promise<TakeView | null>;
  loadShot(
    workspace: WorkspaceId,
    by:
      | { readonly id: ShotId }
      | { readonly slug: string }
      | { readonly thread: MessageId; readonly channel: ChannelId },
  ): Promise<ShotView | null>;
  /** The takes that an act made, in order: what a command waits for. */
  takesOfAct(workspace: WorkspaceId, act: ActId): Promise<readonly TakeView[]>;
  /** The channel's running and latest takes. */
  recentTakes(workspace: WorkspaceId, channel: ChannelId, limit: number): Promise<readonly TakeView[]>;
  /** The oldest shot that was made in the channel. */
  firstShot(workspace: WorkspaceId, channel: ChannelId): Promise<ShotId | null>;
  /** The provider's own id of the take's job; null where none was accepted. */
  jobOf(workspace: WorkspaceId, id: TakeId): Promise<string | null>;
  /** `taken` when another shot of the workspace has the slug. */
  rename(workspace: WorkspaceId, shot: ShotId, slug: string): Promise<'renamed' | 'taken'>;
}
