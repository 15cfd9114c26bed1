import type { TakeId } from '../ids.ts';
import type { Studio } from '../studio/studio.ts';
import type { Take } from '../take/take.ts';
import { cancelRendering, cancelWaiting } from './cancel-take.ts';
import { fetchTake } from './fetch-take.ts';
import { pollTake } from './poll-take.ts';
import { reconcileTake } from './reconcile-take.ts';
import { giveUpSubmitting, submitTake } from './submit-take.ts';

/**
 * One short step of a take: looks at the row and does what its state asks for. May run twice, late, or in two processes
 * at once: every move is a compare-and-set, so only one of them has an effect.
 */
export async function advanceTake(studio: Studio, id: TakeId): Promise<void> {
  const take = await studio.takes.load(id);
  if (take !== null) await stepOf(take)(studio, take);
}

type Step = (studio: Studio, take: Take) => Promise<void>;

function stepOf(take: Take): Step {
  const wantsCancel = take.cancelBy !== null;
  switch (take.state) {
    case 'queued':
      return wantsCancel ? cancelWaiting : submitTake;
    case 'submitting':
      return giveUpSubmitting;
    case 'rendering':
      return wantsCancel ? cancelRendering : pollTake;
    case 'unknown':
      return reconcileTake;
    case 'fetching':
      return fetchTake;
    default:
      return nothing;
  }
}

/** Ready takes wait for the outbox; ended ones for nothing. */
const nothing: Step = async () => {};
