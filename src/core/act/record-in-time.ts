import type { ActId } from '../ids.ts';
import { within } from '../within.ts';
import type { ActEnvelope } from './act.ts';

export interface Recording {
  /** One insert; throws when the act could not be taken. */
  readonly record: (act: ActEnvelope) => Promise<'recorded' | 'known'>;
  /** The sender was told that it was not taken: it is not worked on. */
  readonly withdraw: (act: ActId) => Promise<void>;
  readonly report: (error: unknown) => void;
  readonly limitMs: number;
}

/**
 * Records what a person would have to send again, or throws: then they are told, and an insert that was only held up must
 * not be there twice. Its answer may be lost, too, so whatever came of it is withdrawn.
 */
export async function recordInTime(act: ActEnvelope, of: Recording): Promise<'recorded' | 'known'> {
  const recording = of.record(act);
  try {
    return await within(of.limitMs, recording);
  } catch (error) {
    recording
      .catch(() => undefined)
      .then(() => of.withdraw(act.id))
      .catch(of.report);
    throw error;
  }
}
