import type { PersonKind } from '../act/act.ts';
import type { ChannelId, MessageId, PersonId, Platform, ShotId, TakeId, ThreadRef, WorkspaceId } from '../ids.ts';

export interface LoggedVote {
  /** Order of arrival in the log. */
  readonly seq: bigint;
  readonly take: TakeId;
  readonly person: PersonId;
  readonly personKind: PersonKind;
  /** Which of the take's messages it is on; null or left out where it is on none. */
  readonly message?: MessageId | null;
  readonly emoji: string;
  readonly vote: 'approve' | 'reject' | null;
  readonly op: 'add' | 'remove';
  readonly orderKey: string;
  readonly source: 'live' | 'reconcile' | 'button';
  readonly at: Date;
}

/** A message on which reactions are votes on a take: its card, its clip, each clip that was shown again. */
export interface BallotBox {
  readonly kind: 'card' | 'clip';
  readonly place: ThreadRef;
  readonly message: MessageId;
}

export type DecisionState = 'open' | 'split' | 'approved' | 'rejected' | 'superseded';

/** All that a decision is made from. */
export interface Poll {
  readonly take: TakeId;
  readonly workspace: WorkspaceId;
  readonly channel: ChannelId;
  readonly shot: ShotId;
  readonly requester: PersonId;
  readonly tier: 'draft' | 'final' | null;
  readonly platform: string;
  readonly events: readonly LoggedVote[];
  readonly decision: {
    readonly state: DecisionState;
    readonly since: Date | null;
    readonly finalAt: Date | null;
    readonly selfApproved: boolean;
  };
  /** Grows with every count; a save with an older one is refused. */
  readonly rev: number;
}

export interface UnderReview {
  readonly since: Date;
  /** Only of this platform, this workspace, this channel of it. */
  readonly platform?: Platform;
  readonly workspace?: WorkspaceId;
  readonly channel?: ChannelId;
  /** The last take of the page before; null: from the newest on. */
  readonly after: TakeId | null;
}

export interface VoteStore {
  /** Appends to the log; an event whose key is known changes nothing. Resolves to how many were new. */
  append(
    events: readonly (Omit<LoggedVote, 'seq'> & { readonly workspace: WorkspaceId; readonly eventKey: string })[],
  ): Promise<number>;
  loadPoll(take: TakeId): Promise<Poll | null>;
  /** Whoever asked or voted in the channel since then. */
  activePeople(workspace: WorkspaceId, channel: ChannelId, since: Date): Promise<readonly PersonId[]>;
  ballotBoxes(take: TakeId): Promise<readonly BallotBox[]>;
  /** Delivered takes made since then, newest first: a page of them. */
  underReview(of: UnderReview, limit: number): Promise<readonly TakeId[]>;
  /** Saves the count if nobody counted since `rev`. `picked`: the approval is final now and its siblings are superseded. */
  save(count: {
    readonly take: TakeId;
    readonly rev: number;
    readonly ballots: readonly {
      readonly person: PersonId;
      readonly vote: 'approve' | 'reject';
      readonly source: string;
      readonly counted: boolean;
      readonly at: Date;
    }[];
    readonly decision: Poll['decision'];
    readonly disposition: string | null;
    readonly actor: PersonId | null;
    readonly now: Date;
  }): Promise<'saved' | 'picked' | 'stale'>;
}
