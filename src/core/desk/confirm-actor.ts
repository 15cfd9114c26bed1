import type { ActEnvelope } from '../act/act.ts';
import type { Card } from '../card/card.ts';
import { toNote } from '../card/notes.ts';
import { TransientError } from '../errors.ts';
import type { Studio } from '../studio/studio.ts';

export type Confirmed =
  | { readonly kind: 'confirmed'; readonly act: ActEnvelope }
  | { readonly kind: 'refused'; readonly card: Card };

/**
 * Who pressed in a direct message is looked at now: what was last known of them may be a right that they lost since. Where
 * nobody can be asked nothing is done.
 */
export async function confirmActor(studio: Studio, act: ActEnvelope): Promise<Confirmed> {
  const roster = studio.rosters.get(act.place.platform);
  if (act.isDirect !== true || roster?.confirm === undefined) return { kind: 'confirmed', act };
  const { workspace } = act.place;
  try {
    const actor = await roster.confirm(workspace, act.actor);
    if (actor !== null) return { kind: 'confirmed', act: { ...act, actor } };
    // Nor are they asked as an owner any more.
    await studio.directory.learn(workspace, [{ ...act.actor, isAdmin: false, roles: [] }], studio.clock.now());
    return refused(GONE);
  } catch (error) {
    if (!(error instanceof TransientError)) throw error;
    studio.report.warn({ workspace, error }, 'nobody can say what somebody may do who pressed in a direct message');
    return refused(UNKNOWN);
  }
}

const GONE = 'You’re not there any more where this belongs, so nothing was done.';
const UNKNOWN = 'It can’t be looked up just now what you may do there, so nothing was done. Press again in a moment.';

const refused = (text: string): Confirmed => ({ kind: 'refused', card: toNote('warning', [[text]]) });
