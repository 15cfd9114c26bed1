import type { ActEnvelope } from '../../core/act/act.ts';
import { type Recording, recordInTime } from '../../core/act/record-in-time.ts';
import type { ActId } from '../../core/ids.ts';
import { within } from '../../core/within.ts';
import { makeRing } from './ring-reactions.ts';

export interface TakeDeps extends Omit<Recording, 'limitMs'> {
  /** Says that there is an act to work on; what is lost here is found by the sweeper. */
  readonly wake: (act: ActId) => Promise<void>;
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
    // An event comes again and finds its row.
    const comesAgain = act.deliveryKey.startsWith('event:');
    const taken = await (comesAgain
      ? within(recordMs, record(act))
      : recordInTime(act, { record, withdraw, report, limitMs: recordMs }));
    // An act that is recorded is worked on sooner or later, woken or not.
    // After the acknowledgement is on its way.
    if (taken === 'recorded') setImmediate(() => ring(act));
  };
}
