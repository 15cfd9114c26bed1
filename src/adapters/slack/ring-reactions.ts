import type { ActEnvelope } from '../../core/act/act.ts';
import type { ActId } from '../../core/ids.ts';

/** A crowd that reacts to one message rings once in so long: whoever comes looks at all that waits on it. */
const WINDOW_MS = 400;

/**
 * Rings for an act; for reactions at once for the first on a message, and once more at the end of the window for those
 * that came in it. A process that dies in between leaves them to the sweeper.
 */
export function makeRing(wake: (act: ActId) => Promise<void>, report: (error: unknown) => void) {
  const windows = new Map<string, { last: ActId | null }>();
  const ring = (id: ActId) => void wake(id).catch(report);
  return ({ id, place, act }: ActEnvelope): void => {
    if (act.kind !== 'reaction') {
      ring(id);
      return;
    }
    const key = `${place.workspace} ${place.channel} ${act.message}`;
    const open = windows.get(key);
    if (open !== undefined) {
      open.last = id;
      return;
    }
    const window = { last: null as ActId | null };
    windows.set(key, window);
    ring(id);
    setTimeout(() => {
      windows.delete(key);
      if (window.last !== null) ring(window.last);
    }, WINDOW_MS);
  };
}
