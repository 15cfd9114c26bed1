import type { ActEnvelope } from '../../core/act/act.ts';
import type { ActId } from '../../core/ids.ts';
import { makeRing } from './ring-reactions.ts';

export interface TakeDeps {
  /** One insert; throws when the act could not be taken. */
  readonly record: (act: ActEnvelope) => Promise<'recorded' | 'known'>;
  /** The sender was told that it was not taken: it is not worked on. */
  readonly withdraw: (act: ActId) => Promise<void>;
  /** Says that there is an act to work on; what is lost here is found by the sweeper. */
  readonly wake: (act: ActId) => Promise<void>;
  readonly report: (error: unknown) => void;
  readonly recordMs?: number;
}

/** Records an act and rings for it. Throws when it could not be recorded in time. */
export type Take = (act: ActEnvelope | null) => Promise<void>;

export const NOT_TAKEN = 'Not taken, please send it again.';
/** Slack's three seconds, with room for the network: by then the sender is told. */
const RECORD_LIMIT_MS = 1_000;

export function makeTake({ record, withdraw, wake, report, recordMs = RECORD_LIMIT_MS }: TakeDeps): Take {
  const ring = makeRing(wake, report);
  return async (act) => {
    if (act === null) return;
    const recording = record(act);
    const taken = await within(recordMs, recording).catch((error: unknown) => {
      // An event comes again and finds its row. What a person has to send again must not be there twice.
      if (!act.deliveryKey.startsWith('event:')) recording.then(() => withdraw(act.id)).catch(report);
      throw error;
    });
    // An act that is recorded is worked on sooner or later, woken or not.
    // After the acknowledgement is on its way.
    if (taken === 'recorded') setImmediate(() => ring(act));
  };
}

export async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the act was not taken in time')), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
