import { setTimeout as pause } from 'node:timers/promises';
import type { ActEnvelope } from '../../core/act/act.ts';
import type { TakeView } from '../../core/ports/show-store.ts';
import type { Studio } from '../../core/studio/studio.ts';
import { isEnded } from '../../core/take/state.ts';

const LOOK_EVERY_MS = 200;

/** Looks at the takes of an act until all of them ended, or one is unknown: then a person has to look. Rejects when a signal ends it. */
export async function watchTakes(
  studio: Studio,
  { id, place }: ActEnvelope,
  show: (takes: readonly TakeView[]) => void,
  signal: AbortSignal,
): Promise<readonly TakeView[]> {
  for (;;) {
    const takes = await studio.show.takesOfAct(place.workspace, id);
    show(takes);
    if (
      takes.length === 0 ||
      takes.every((take) => isEnded(take.state) || (take.state === 'unknown' && take.estimate > 0n))
    )
      return takes;
    await pause(LOOK_EVERY_MS, undefined, { signal });
  }
}
