import type { AttemptId } from '../ids.ts';
import type { Micros } from '../money/micros.ts';
import type { FailureCode } from '../take/failure.ts';
import type { Ratio } from '../take/ratio.ts';
import type { TakeSource } from '../take/source.ts';
import type { Slots } from '../template/slots.ts';

/** What one attempt asks a provider for: every parameter fixed, so that the same request may be told again after a restart. */
export interface GenerationRequest {
  readonly model: string;
  readonly prompt: string;
  /** What the person wrote, and the slots of the template filled in. */
  readonly scene: string;
  readonly slots: Slots;
  readonly slug: string;
  readonly takeNumber: number;
  readonly seconds: number;
  readonly ratio: Ratio;
  /** Pixels of the encoded picture. */
  readonly width: number;
  readonly height: number;
  /** 0 … 2^31-1. */
  readonly seed: number;
  /** Sound is wanted with the picture. */
  readonly audio: boolean;
  readonly references: readonly ReferenceInput[];
  /** A clip of this provider to start from; absent: none. */
  readonly source?: Pick<TakeSource, 'act' | 'jobId'>;
}

export interface ReferenceInput {
  readonly role: 'first' | 'last' | 'style' | 'character' | 'product';
  readonly sha256: string;
  readonly mime: string;
  /** Path of the stored bytes on this machine. */
  readonly path: string;
}

/** A job that the provider accepted. `request` comes back from the database, so a poll needs no memory of the submit. */
export interface ProviderJob {
  readonly jobId: string;
  readonly clientRef: AttemptId;
  readonly request: GenerationRequest;
}

/** What the provider charged. `unknown` keeps the money held until somebody can tell. */
export type Billing =
  | { readonly kind: 'billed'; readonly micros: Micros }
  | { readonly kind: 'free' }
  | { readonly kind: 'as-quoted' }
  | { readonly kind: 'unknown' };

export type JobStatus =
  | {
      readonly kind: 'pending';
      readonly progress: number | null;
      readonly pollAfterMs: number;
      /** It has not begun: the account renders as many at once as it may. */
      readonly waiting?: boolean;
    }
  | { readonly kind: 'succeeded'; readonly billing: Billing }
  | { readonly kind: 'failed'; readonly failure: FailureCode; readonly detail: string; readonly billing: Billing }
  | { readonly kind: 'canceled'; readonly billing: Billing }
  | { readonly kind: 'forgotten' };

export type CancelOutcome =
  | { readonly kind: 'canceled'; readonly billing: Billing }
  | { readonly kind: 'too-late' }
  | { readonly kind: 'not-offered' };

export type Reconciliation =
  | { readonly kind: 'found'; readonly jobId: string }
  /** Jobs of the same words and shape, made at that time, where a provider echoes no reference of ours: any that no other attempt has. */
  | { readonly kind: 'candidates'; readonly jobIds: readonly string[] }
  | { readonly kind: 'not-there' }
  /** `told`: what may help whoever has to decide. */
  | { readonly kind: 'cannot-know'; readonly told?: string };

/** Who renders. Implementations translate their SDK's errors into the five kinds of `core/errors.ts`. */
export interface VideoProvider {
  /** One paid POST, never repeated by the implementation. Throws UncertainError when the call ended without an answer. */
  submit(
    request: GenerationRequest,
    clientRef: AttemptId,
  ): Promise<{ readonly jobId: string; readonly pollAfterMs: number }>;
  /** Reads the job; may be repeated at will. An unknown status word is `pending`. */
  poll(job: ProviderJob): Promise<JobStatus>;
  /** The finished clip as a stream of bytes; may be repeated. Throws TransientError when it should be asked again. */
  open(job: ProviderJob): Promise<AsyncIterable<Uint8Array>>;
  cancel(job: ProviderJob): Promise<CancelOutcome>;
  /** Looks for a submission whose answer was lost. Reading only; may be repeated. */
  reconcile(request: GenerationRequest, clientRef: AttemptId, sentAt: Date): Promise<Reconciliation>;
}
