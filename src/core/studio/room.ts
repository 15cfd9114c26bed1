import type { ChannelPolicy } from '../channel/policy.ts';
import type { ThreadRef } from '../ids.ts';
import type { Room } from '../ports/roster.ts';
import type { Studio } from './studio.ts';

/** Where a platform has nothing to tell of its rooms, they are open and nobody from outside is in them. */
const OPEN: Room = { kind: 'open', hasOutsiders: false };

export const roomOf = async ({ rosters }: Pick<Studio, 'rosters'>, place: ThreadRef): Promise<Room> =>
  (await rosters.get(place.platform)?.room(place)) ?? OPEN;

/**
 * Whether people from outside read along, or may: as the channel's policy says, else as the platform does. Then money and
 * prompts stay off. Where the bot isn't allowed to see who is in a channel, they may.
 */
export async function isExternal(
  studio: Pick<Studio, 'rosters'>,
  place: ThreadRef,
  policy: Pick<ChannelPolicy, 'external'>,
): Promise<boolean> {
  if (policy.external !== null) return policy.external;
  // Who reads along is the channel's, whatever becomes of a thread in it.
  const room = await roomOf(studio, { ...place, thread: null });
  return room.kind === 'open' ? room.hasOutsiders : room.why === 'missing-permission';
}
