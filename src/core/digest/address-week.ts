import type { Card } from '../card/card.ts';
import type { ChannelPolicy } from '../channel/policy.ts';
import type { PersonId, Platform } from '../ids.ts';
import { loadOwners } from '../studio/owners.ts';
import { isExternal } from '../studio/room.ts';
import type { Studio } from '../studio/studio.ts';
import { findChannelName } from './channel-name.ts';
import { drawDigest } from './draw-digest.ts';
import type { Place, WeekFacts } from './load-week.ts';

/** What there is to say when nobody may be told. */
export const NOBODY_TO_TELL = 'people from outside read along, or may, and no budget owner is known';

/**
 * A week's card, and who is told: the channel (null), or, where people from outside read along or nobody knows whether
 * they do, each budget owner alone. Nobody where none is known. Every digest that nobody in the channel asked for
 * comes through here.
 */
export async function addressWeek(
  studio: Studio,
  of: { readonly place: Place; readonly platform: Platform; readonly policy: ChannelPolicy; readonly name: string },
  facts: WeekFacts,
): Promise<{ readonly card: Card; readonly to: readonly (PersonId | null)[] }> {
  const { place, platform, policy, name } = of;
  const at = { platform, workspace: place.workspace, channel: place.channel, thread: null };
  if (!(await isExternal(studio, at, policy)))
    return { card: await drawDigest(studio, facts, { place, channelName: null }), to: [null] };
  const channelName = await findChannelName(studio, at, name);
  const card = await drawDigest(studio, facts, { place, channelName });
  // Nobody of them asked for it now, so it waits for them.
  return { card: { ...card, lasting: true }, to: await loadOwners(studio, place.workspace) };
}
