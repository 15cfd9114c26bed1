/** What this Discord knows: one app, guilds, people, channels, messages. Plain data; the rules stand in the routes. */
export interface World {
  readonly token: string;
  readonly me: User;
  readonly application: string;
  readonly guilds: Map<string, Guild>;
  readonly channels: Map<string, Channel>;
  readonly interactions: Map<string, Interaction>;
  /** Registered commands, by `global` or guild id. */
  readonly commands: Map<string, Readonly<Record<string, unknown>>[]>;
  /** What GET /gateway/bot advises. */
  recommendedShards: number;
  newId(): string;
}

export interface User {
  readonly id: string;
  readonly username: string;
  readonly global_name: string | null;
  readonly bot: boolean;
  readonly discriminator: string;
  readonly avatar: null;
}

export interface Member {
  readonly user: User;
  readonly roles: string[];
  readonly permissions: bigint;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  ownerId: string;
  premiumTier: number;
  /** What the bot's role may do in it. */
  botRights: bigint;
  readonly members: Map<string, Member>;
  readonly roles: { id: string; name: string; permissions: string }[];
}

export interface Channel {
  readonly id: string;
  readonly type: number;
  readonly guild: string | null;
  readonly parent: string | null;
  name: string;
  readonly owner: string | null;
  archived: boolean;
  locked: boolean;
  autoArchive: number;
  gone: boolean;
  tags: string[];
  readonly availableTags: { id: string; name: string; moderated?: boolean }[];
  /** A post without a tag is refused. */
  requiresTag?: boolean;
  readonly members: Set<string>;
  readonly recipient: string | null;
  readonly messages: Map<string, Message>;
  /** What the bot may do here. */
  rights: bigint;
  /** Whose rights these are. */
  readonly bot: string | null;
}

export interface Message {
  readonly id: string;
  readonly channel: string;
  readonly author: User;
  content: string;
  components: readonly Component[];
  flags: number;
  attachments: Attachment[];
  readonly reactions: Map<string, Reaction>;
  nonce: string | null;
  readonly notified: string[];
  readonly at: number;
  edits: number;
}

export interface Component {
  readonly type: number;
  readonly id?: number;
  readonly [key: string]: unknown;
}

export interface Attachment {
  readonly id: string;
  readonly filename: string;
  readonly size: number;
  readonly description: string | null;
  readonly bytes: Uint8Array;
}

export interface Reaction {
  readonly emoji: { readonly id: string | null; readonly name: string };
  readonly normal: string[];
  readonly burst: string[];
}

/** One use of a command, button or form, and how it was answered. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly person: string;
  readonly at: number;
  /** The first answer, once. */
  callback: { readonly type: number; readonly data: Readonly<Record<string, unknown>>; readonly at: number } | null;
  /** What the person sees as the reply; null where it was taken away, or there is none. */
  reply: { content: string; components: readonly Component[]; flags: number } | null;
  edits: number;
}

export const TEXT = 0;
export const DIRECT = 1;
export const VOICE = 2;
export const THREAD = 11;
export const STAGE = 13;
export const FORUM = 15;
export const MEDIA = 16;
export const KINDS = { text: TEXT, forum: FORUM, media: MEDIA, voice: VOICE, stage: STAGE } as const;

/** They hold posts and nothing else. */
export const isForum = (type: number): boolean => type === FORUM || type === MEDIA;

const EPOCH = 1_420_070_400_000;

/** Ids that grow, with the time in them as Discord's have it. */
export function makeIds(now: () => number): () => string {
  let last = 0n;
  return () => {
    const stamp = BigInt(now() - EPOCH) << 22n;
    last = stamp > last ? stamp : last + 1n;
    return last.toString();
  };
}

export const emojiKey = ({ id, name }: { readonly id: string | null; readonly name: string }): string =>
  id === null ? name : `${name}:${id}`;

export function blankChannel(id: string, type: number): Channel {
  return {
    id,
    type,
    guild: null,
    parent: null,
    name: '',
    owner: null,
    archived: false,
    locked: false,
    autoArchive: 1440,
    gone: false,
    tags: [],
    availableTags: [],
    members: new Set(),
    recipient: null,
    messages: new Map(),
    rights: 0n,
    bot: null,
  };
}
