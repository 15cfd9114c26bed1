import { setTimeout as pause } from 'node:timers/promises';
import { TransientError } from '../../core/errors.ts';
import type { Call } from './calls.ts';
import type { SlackMethod } from './subscriptions.ts';

/** A trigger opens a form for three seconds; later it need not be tried. */
const TRIGGER_MS = 2_000;
/** Whoever waits for a form or a hint has gone by then. */
const PERSON_MS = 60_000;

/** The next turn of a method's own pace, or the one after it: not worth beginning all of a job anew. */
export const TURN_MS = 6_000;

/**
 * For what no row stands for: forms, the Home, hints. Nothing would try these again, so a wait that Slack asks for is
 * waited here, as long as the answer is still of use. Errors as of `work`.
 */
export async function patiently<Result>(work: () => Promise<Result>, patienceMs = PERSON_MS): Promise<Result> {
  for (let leftMs = patienceMs; ; ) {
    try {
      return await work();
    } catch (error) {
      const waitMs = error instanceof TransientError ? error.retryAfterMs : null;
      if (waitMs === null || waitMs > leftMs) throw error;
      // At least a little of the patience each time: a server that says "0" is not asked for ever.
      leftMs -= Math.max(waitMs, 100);
      await pause(waitMs);
    }
  }
}

const patienceOf = (method: SlackMethod): number => (method === 'views.open' ? TRIGGER_MS : PERSON_MS);

export const makePatientCall =
  (call: Call): Call =>
  (workspace, method, args) =>
    patiently(() => call(workspace, method, args), patienceOf(method));
