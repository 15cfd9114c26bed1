import { type ChannelType, PermissionFlagsBits } from 'discord.js';
import { holdsShots } from './channels.ts';

/** What the bot needs in a channel, by the names under which Discord's settings have it. */
export const NEEDED_RIGHTS = {
  'View Channel': PermissionFlagsBits.ViewChannel,
  'Send Messages': PermissionFlagsBits.SendMessages,
  'Send Messages in Threads': PermissionFlagsBits.SendMessagesInThreads,
  'Create Public Threads': PermissionFlagsBits.CreatePublicThreads,
  'Attach Files': PermissionFlagsBits.AttachFiles,
  'Add Reactions': PermissionFlagsBits.AddReactions,
  'Read Message History': PermissionFlagsBits.ReadMessageHistory,
} as const;

/** All the rights that the bot is invited with. */
export const INVITE_RIGHTS: bigint = Object.values(NEEDED_RIGHTS).reduce((all, right) => all | right, 0n);

/** The names of what is missing. */
export function missingRights(rights: bigint): readonly string[] {
  if ((rights & PermissionFlagsBits.Administrator) !== 0n) return [];
  return Object.entries(NEEDED_RIGHTS).flatMap(([name, right]) => ((rights & right) === 0n ? [name] : []));
}

/** Said where an act could not be recorded in time. */
export const NOT_TAKEN =
  'That wasn’t taken: Previz can’t reach its database just now. Please send it again in a moment.';

const LOCKED = 'This thread is locked, so nothing can be posted into it. A moderator can unlock it.';

const NO_THREADS =
  'Previz works in text channels, threads and forum posts: a shot lives in a thread, and here there are none. Nothing was spent.';

/** Said before anything is begun that could not be finished there; null: it could. `rights` and `channelType` null: nobody knows them. */
export function problemAt({
  channelType,
  locked,
  rights,
}: {
  readonly channelType: ChannelType | null;
  readonly locked: boolean;
  readonly rights: bigint | null;
}): string | null {
  if (channelType !== null && !holdsShots(channelType)) return NO_THREADS;
  if (locked) return LOCKED;
  const missing = rights === null ? [] : missingRights(rights);
  if (missing.length === 0) return null;
  return `Previz can’t work in this channel yet: its role lacks ${missing.join(', ')}. Whoever manages the channel can grant it under Edit Channel → Permissions.`;
}
