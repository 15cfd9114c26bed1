import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type APIUser,
  ChannelType,
  PermissionFlagsBits,
  Routes,
} from 'discord.js';
import type { DiscordApi } from './rest.ts';

export interface ChannelInfo {
  readonly type: ChannelType;
  readonly name: string | null;
  readonly parent: string | null;
  readonly guild: string | null;
  readonly tags: readonly { readonly id: string; readonly name: string }[];
  readonly requiresTag: boolean;
}

export interface GuildInfo {
  /** The level of its boosts. */
  readonly tier: number;
  readonly owner: string;
  /** The roles that may manage it. */
  readonly managing: ReadonlySet<string>;
}

/** What is asked of Discord now and then, and remembered for a while: a hint that may be old, never a truth. */
export interface Channels {
  info(channel: string): Promise<ChannelInfo>;
  guild(guild: string): Promise<GuildInfo>;
  /** What is known of a guild was wrong: it is asked anew. */
  forgetGuild(guild: string): void;
  member(guild: string, person: string): Promise<APIGuildMember>;
  me(): Promise<string>;
  isArchived(thread: string): Promise<boolean>;
  isLocked(thread: string): Promise<boolean>;
  /** An archived thread takes no edits and no reactions: opens it. Throws where it is locked. */
  open(thread: string): Promise<void>;
}

const KEEP_MS = 10 * 60_000;
const KEPT = 1_000;
const REQUIRE_TAG = 1 << 4;

export function makeChannels({ bot }: DiscordApi, clock: { now(): Date }): Channels {
  const kept = new Map<string, { readonly until: number; readonly value: Promise<unknown> }>();
  const remember = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const known = kept.get(key);
    // What is kept under a key was asked by the same key's question.
    if (known !== undefined && known.until > clock.now().getTime()) return known.value as Promise<T>;
    const value = ask();
    value.catch(() => kept.delete(key));
    if (kept.size >= KEPT) kept.clear();
    kept.set(key, { until: clock.now().getTime() + KEEP_MS, value });
    return value;
  };
  /** Never remembered: it changes at any time. */
  const stateOf = async (thread: string) => {
    const channel = (await bot.get(Routes.channel(thread))) as APIChannel;
    return 'thread_metadata' in channel ? channel.thread_metadata : undefined;
  };
  return {
    info: (channel) =>
      remember(`channel ${channel}`, async () => toInfo((await bot.get(Routes.channel(channel))) as APIChannel)),
    guild: (guild) => remember(`guild ${guild}`, async () => toGuild((await bot.get(Routes.guild(guild))) as APIGuild)),
    forgetGuild(guild) {
      kept.delete(`guild ${guild}`);
    },
    member: (guild, person) =>
      remember(`member ${guild} ${person}`, async () => {
        const found = await bot.get(Routes.guildMember(guild, person));
        return found as APIGuildMember; // what this route answers
      }),
    me: () => remember('me', async () => ((await bot.get(Routes.user())) as APIUser).id),
    isArchived: async (thread) => (await stateOf(thread))?.archived === true,
    isLocked: async (thread) => (await stateOf(thread))?.locked === true,
    async open(thread) {
      await bot.patch(Routes.channel(thread), { body: { archived: false } });
    },
  };
}

const MANAGES = PermissionFlagsBits.Administrator | PermissionFlagsBits.ManageGuild;

export const toGuild = ({ premium_tier: tier, owner_id: owner, roles }: APIGuild): GuildInfo => ({
  tier,
  owner,
  managing: new Set(roles.filter(({ permissions }) => (BigInt(permissions) & MANAGES) !== 0n).map(({ id }) => id)),
});

export function toInfo(channel: APIChannel): ChannelInfo {
  const tags = 'available_tags' in channel ? channel.available_tags : [];
  const flags = 'flags' in channel ? (channel.flags ?? 0) : 0;
  return {
    type: channel.type,
    name: 'name' in channel ? (channel.name ?? null) : null,
    parent: 'parent_id' in channel ? (channel.parent_id ?? null) : null,
    guild: 'guild_id' in channel ? (channel.guild_id ?? null) : null,
    // Those for moderators alone can't be set by the bot.
    tags: tags.filter(({ moderated }) => !moderated).map(({ id, name }) => ({ id, name })),
    requiresTag: isForum(channel.type) && (flags & REQUIRE_TAG) !== 0,
  };
}

export const isForum = (type: ChannelType): boolean =>
  type === ChannelType.GuildForum || type === ChannelType.GuildMedia;

/** Where a shot can have a thread, or is in one. Voice and stage channels have a chat, and no threads. */
export const holdsShots = (type: ChannelType): boolean =>
  isThread(type) || isForum(type) || type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement;

export const isThread = (type: ChannelType): boolean =>
  type === ChannelType.PublicThread || type === ChannelType.PrivateThread || type === ChannelType.AnnouncementThread;
