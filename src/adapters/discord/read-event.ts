import type {
  GatewayMessageCreateDispatchData,
  GatewayMessageReactionAddDispatchData,
  GatewayMessageReactionRemoveAllDispatchData,
  GatewayMessageReactionRemoveDispatchData,
  GatewayMessageReactionRemoveEmojiDispatchData,
} from 'discord.js';
import { type EmojiLike, toEmojiKey } from './emoji.ts';

/** A dispatch of the gateway that matters here, read once. */
export type ReadEvent =
  | {
      readonly kind: 'reaction';
      readonly guild: string;
      readonly channel: string;
      readonly message: string;
      readonly emoji: string;
      readonly op: 'add' | 'remove';
      readonly person: string;
      /** Told with an addition only. */
      readonly member: MemberLike | null;
      /** Whose message it is, where Discord says so. */
      readonly author: string | null;
    }
  | {
      readonly kind: 'cleared';
      readonly guild: string;
      readonly channel: string;
      readonly message: string;
      /** null: all of them. */
      readonly emoji: string | null;
    }
  | Mention;

export interface Mention {
  readonly kind: 'mention';
  readonly guild: string;
  readonly channel: string;
  readonly message: string;
  readonly text: string;
  readonly person: string;
  readonly member: MemberLike;
}

export interface MemberLike {
  readonly name: string;
  readonly isBot: boolean;
  readonly roles: readonly string[];
}

/** null: not for us. `me` is the bot's own id. */
export function readEvent(name: string, data: unknown, me: string): ReadEvent | null {
  switch (name) {
    case 'MESSAGE_REACTION_ADD':
      return readAdd(data as GatewayMessageReactionAddDispatchData, me);
    case 'MESSAGE_REACTION_REMOVE':
      return readRemove(data as GatewayMessageReactionRemoveDispatchData, me);
    case 'MESSAGE_REACTION_REMOVE_ALL':
      return readCleared(data as GatewayMessageReactionRemoveAllDispatchData, null);
    case 'MESSAGE_REACTION_REMOVE_EMOJI': {
      const event = data as GatewayMessageReactionRemoveEmojiDispatchData;
      return readCleared(event, event.emoji);
    }
    case 'MESSAGE_CREATE':
      return readMention(data as GatewayMessageCreateDispatchData, me);
    default:
      return null;
  }
}

function readAdd(event: GatewayMessageReactionAddDispatchData, me: string): ReadEvent | null {
  if (event.guild_id === undefined || event.user_id === me) return null;
  const { member } = event;
  return {
    ...whereOf(event, event.guild_id),
    kind: 'reaction',
    op: 'add',
    emoji: toEmojiKey(event.emoji, event.burst),
    person: event.user_id,
    member: member?.user === undefined ? null : toMember(member.user, member),
    author: event.message_author_id ?? null,
  };
}

function readRemove(event: GatewayMessageReactionRemoveDispatchData, me: string): ReadEvent | null {
  if (event.guild_id === undefined || event.user_id === me) return null;
  return {
    ...whereOf(event, event.guild_id),
    kind: 'reaction',
    op: 'remove',
    emoji: toEmojiKey(event.emoji, event.burst),
    person: event.user_id,
    member: null,
    author: null,
  };
}

function readCleared(event: GatewayMessageReactionRemoveAllDispatchData, emoji: EmojiLike | null): ReadEvent | null {
  if (event.guild_id === undefined) return null;
  return {
    ...whereOf(event, event.guild_id),
    kind: 'cleared',
    emoji: emoji === null ? null : toEmojiKey(emoji, false),
  };
}

/** Only a message that mentions the bot comes with its words; no other is read. */
function readMention(event: GatewayMessageCreateDispatchData, me: string): ReadEvent | null {
  const { author, mentions, guild_id: guild } = event;
  if (guild === undefined || author.bot === true || author.id === me) return null;
  const mention = new RegExp(`<@!?${me}>`, 'g');
  if (!mentions.some(({ id }) => id === me) || !mention.test(event.content)) return null;
  return {
    kind: 'mention',
    guild,
    channel: event.channel_id,
    message: event.id,
    text: event.content.replace(mention, ' ').trim(),
    person: author.id,
    member: toMember(author, event.member ?? {}),
  };
}

const whereOf = (event: { channel_id: string; message_id: string }, guild: string) => ({
  guild,
  channel: event.channel_id,
  message: event.message_id,
});

const toMember = (
  user: { readonly username: string; readonly global_name?: string | null; readonly bot?: boolean | undefined },
  member: { readonly nick?: string | null; readonly roles?: readonly string[] },
): MemberLike => ({
  name: member.nick ?? user.global_name ?? user.username,
  isBot: user.bot === true,
  roles: member.roles ?? [],
});
