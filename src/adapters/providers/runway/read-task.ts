import type { Micros } from '../../../core/money/micros.ts';
import type { Billing, JobStatus } from '../../../core/ports/video-provider.ts';
import type { FailureCode } from '../../../core/take/failure.ts';
import { safeText } from '../http/read-failure.ts';

/** A task as Runway tells it, read once: an unknown word is pending. */
export type RemoteTask =
  | { readonly kind: 'pending'; readonly progress: number | null; readonly word: string; readonly known: boolean }
  | { readonly kind: 'done'; readonly links: readonly string[]; readonly cost: Micros | null }
  | { readonly kind: 'failed'; readonly code: string; readonly cost: Micros | null }
  | { readonly kind: 'canceled'; readonly cost: Micros | null };

/** One credit is a cent (docs.dev.runwayml.com, pricing). */
const MICROS_PER_CREDIT = 10_000;

export function readTask(json: unknown): RemoteTask {
  const task = fieldsOf(json);
  const word = String(task.get('status') ?? '');
  const cost = readCredits(task.get('cost'));
  switch (word) {
    case 'SUCCEEDED': {
      const output = task.get('output');
      const links = Array.isArray(output) ? output.filter((link) => typeof link === 'string') : [];
      return { kind: 'done', links, cost };
    }
    case 'FAILED':
      return { kind: 'failed', code: String(task.get('failureCode') ?? ''), cost };
    case 'CANCELLED':
      return { kind: 'canceled', cost };
    default: {
      const progress = task.get('progress');
      const known = ['PENDING', 'THROTTLED', 'RUNNING'].includes(word);
      return { kind: 'pending', word, known, progress: typeof progress === 'number' && progress > 0 ? progress : null };
    }
  }
}

export function toStatus(task: RemoteTask, pollAfterMs: number): JobStatus {
  switch (task.kind) {
    case 'pending':
      return { kind: 'pending', progress: task.progress, pollAfterMs, waiting: task.word === 'THROTTLED' };
    case 'done':
      return task.links.length === 0
        ? { kind: 'failed', failure: 'no_output', detail: 'it ended without a clip', billing: toBilling(task.cost) }
        : { kind: 'succeeded', billing: task.cost === null ? { kind: 'as-quoted' } : toBilling(task.cost) };
    case 'failed':
      return {
        kind: 'failed',
        failure: toFailure(task.code),
        detail: safeText(task.code),
        billing: toBilling(task.cost),
      };
    case 'canceled':
      return { kind: 'canceled', billing: toBilling(task.cost) };
  }
}

/** By prefix: the rest of a code is for diagnosis, and the text beside it is not for users (docs.dev.runwayml.com, task failures). */
function toFailure(code: string): FailureCode {
  if (code.startsWith('SAFETY.INPUT')) return 'moderation_prompt';
  if (code.startsWith('SAFETY')) return 'moderation_output';
  if (code.startsWith('INPUT') || code.startsWith('ASSET')) return 'invalid_request';
  return 'provider_failed';
}

export const toBilling = (cost: Micros | null): Billing => {
  if (cost === null) return { kind: 'unknown' };
  return cost === 0n ? { kind: 'free' } : { kind: 'billed', micros: cost };
};

function readCredits(value: unknown): Micros | null {
  const credits = fieldsOf(value).get('credits');
  return typeof credits === 'number' && credits >= 0 ? BigInt(Math.round(credits * MICROS_PER_CREDIT)) : null;
}

const fieldsOf = (value: unknown): ReadonlyMap<string, unknown> =>
  new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
