import type {
  AttemptId,
  ChannelId,
  MessageId,
  PersonId,
  Platform,
  RequestId,
  ShotId,
  TakeId,
  WorkspaceId,
} from '../ids.ts';
import type { TakeParams as ResolvedParams } from '../model/resolution.ts';
import type { Micros } from '../money/micros.ts';
import type { Derived } from '../ports/media-store.ts';
import type { KeptReference } from '../ports/reference-shelf.ts';
import type { GenerationRequest } from '../ports/video-provider.ts';
import type { Slots } from '../template/slots.ts';
import type { FailureCode } from './failure.ts';
import type { TakeSource } from './source.ts';
import type { TakeState } from './state.ts';

/** The fixed parameters of a take, as they are logged: those of its brief resolved, with a seed drawn. */
export interface TakeParams extends Omit<ResolvedParams, 'seed'> {
  /** 0 … 2^31-1; logged also where the model takes none. */
  readonly seed: number;
  /** Pictures that guide it; absent on takes that were made before there were any. */
  readonly references?: readonly KeptReference[];
  /** The clip that it starts from; absent where it is made from words and pictures alone. */
  readonly source?: TakeSource;
}

/** One generation of a shot as the job that moves it sees it. */
export interface Take {
  readonly id: TakeId;
  readonly workspace: WorkspaceId;
  readonly platform: Platform;
  readonly channel: ChannelId;
  readonly shotId: ShotId;
  readonly slug: string;
  readonly requestId: RequestId;
  readonly number: number;
  readonly askedBy: PersonId;
  readonly scene: string;
  readonly slots: Slots;
  readonly prompt: string;
  readonly provider: string;
  readonly model: string;
  readonly params: TakeParams;
  readonly estimate: Micros;
  readonly state: TakeState;
  readonly stateAt: Date;
  readonly createdAt: Date;
  readonly tries: number;
  readonly cancelBy: PersonId | null;
  readonly attempt: LiveAttempt | null;
}

/** The one call that may have been paid for. */
export interface LiveAttempt {
  readonly id: AttemptId;
  readonly state: 'sent' | 'accepted' | 'unknown';
  readonly jobId: string | null;
  readonly request: GenerationRequest;
  readonly sentAt: Date;
}

/** Columns that a move may set; what is left out stays. */
export interface TakePatch {
  readonly nextAt?: Date | null;
  readonly cancelBy?: PersonId | null;
  readonly tries?: number;
  readonly progress?: number | null;
  readonly failure?: FailureCode;
  readonly detail?: string;
  readonly sha256?: string;
  readonly media?: string;
  readonly bytes?: bigint;
  readonly poster?: string | null;
  readonly derived?: Derived;
}

/** A take to be made together with its reservation. */
export interface NewTake {
  readonly id: TakeId;
  readonly estimate: Micros;
  readonly template: string;
  readonly templateVersion: string;
  readonly slots: Slots;
  readonly prompt: string;
  readonly provider: string;
  readonly model: string;
  readonly params: TakeParams;
  readonly tier: 'draft' | 'final' | null;
}

/** The shot that new takes go to: made in the same commit unless it exists. */
export interface ShotTarget {
  readonly id: ShotId;
  /** The team's own slug, or null for the next PV number. */
  readonly slug: string | null;
  readonly scene: string;
  /** The thread that the request came from, where the bot did not start it. */
  readonly thread: MessageId | null;
}
