import type { AttemptId, PersonId, TakeId } from '../ids.ts';
import type { Micros } from '../money/micros.ts';
import type { TakeState } from '../take/state.ts';
import type { Take, TakePatch } from '../take/take.ts';
import type { GenerationRequest } from './video-provider.ts';

/** How a reservation ends: settled as billed (zero too), or released because nothing was billed. */
export type Money = { readonly kind: 'settle'; readonly actual: Micros } | { readonly kind: 'release' };

/** The moves of a take. Each is one compare-and-set in one transaction; `false` or `lost` says that somebody else moved it. */
export interface TakeStore {
  load(id: TakeId): Promise<Take | null>;
  /** The fence before the one paid call: writes the attempt as sent. `stopped` when the kill switch is on. */
  claim(claim: {
    readonly take: TakeId;
    readonly attempt: AttemptId;
    readonly request: GenerationRequest;
    readonly deadline: Date;
    readonly now: Date;
  }): Promise<'claimed' | 'lost' | 'stopped'>;
  /** The provider named its job. */
  accept(
    take: TakeId,
    attempt: AttemptId,
    job: { readonly jobId: string; readonly nextAt: Date; readonly now: Date },
  ): Promise<boolean>;
  advance(
    take: TakeId,
    move: {
      readonly from: readonly TakeState[];
      readonly to: TakeState;
      readonly patch: TakePatch;
      readonly now: Date;
    },
  ): Promise<boolean>;
  /** Moves the take and ends its reservation and attempt in the same commit. */
  resolve(
    take: TakeId,
    move: {
      readonly from: readonly TakeState[];
      readonly to: TakeState;
      readonly patch: TakePatch;
      readonly money: Money;
      readonly actor: PersonId | null;
      readonly now: Date;
    },
  ): Promise<'resolved' | 'overage' | 'lost'>;
  /** No answer: the money stays held and nobody sends it again by itself. */
  markUnknown(
    take: TakeId,
    move: { readonly from: readonly TakeState[]; readonly nextAt: Date; readonly detail: string; readonly now: Date },
  ): Promise<boolean>;
  /** Proof that the call did not run: the take is queued again and may have another attempt. */
  markNotRun(
    take: TakeId,
    move: { readonly nextAt: Date; readonly tries: number; readonly detail: string; readonly now: Date },
  ): Promise<boolean>;
}
