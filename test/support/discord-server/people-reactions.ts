import type { FakeGateway, How } from './gateway.ts';
import { emojiKey, type Member, type Message } from './world.ts';

interface Reacted {
  readonly emoji?: string;
  readonly custom?: { readonly id: string; readonly name: string };
  readonly burst?: boolean;
  readonly how?: How;
}

export interface PeopleReactions {
  react(person: string, message: Message, reacted: Reacted): void;
  unreact(person: string, message: Message, reacted: Reacted): void;
  clear(message: Message, emoji?: string, how?: How): void;
}

/** What people press below a message. */
export function makePeopleReactions(
  gateway: FakeGateway,
  {
    guildOf,
    memberOf,
  }: {
    readonly guildOf: (message: Message) => string;
    readonly memberOf: (guild: string, person: string) => Member;
  },
): PeopleReactions {
  return {
    react(person, message, { emoji = '✅', custom, burst = false, how = 'once' }) {
      const like = custom ?? { id: null, name: emoji };
      const reaction = message.reactions.get(emojiKey(like)) ?? { emoji: like, normal: [], burst: [] };
      message.reactions.set(emojiKey(like), reaction);
      const list = burst ? reaction.burst : reaction.normal;
      if (list.includes(person)) return;
      list.push(person);
      const guild = guildOf(message);
      const member = memberOf(guild, person);
      gateway.dispatch(
        guild,
        'MESSAGE_REACTION_ADD',
        {
          ...whereOf(message, guild),
          user_id: person,
          emoji: like,
          member: { user: member.user, roles: member.roles, nick: null },
          message_author_id: message.author.id,
          burst,
          type: burst ? 1 : 0,
        },
        how,
      );
    },
    unreact(person, message, { emoji = '✅', custom, burst = false, how = 'once' }) {
      const like = custom ?? { id: null, name: emoji };
      const reaction = message.reactions.get(emojiKey(like));
      const list = burst ? reaction?.burst : reaction?.normal;
      const at = list?.indexOf(person) ?? -1;
      if (at < 0) return;
      list?.splice(at, 1);
      const guild = guildOf(message);
      gateway.dispatch(
        guild,
        'MESSAGE_REACTION_REMOVE',
        { ...whereOf(message, guild), user_id: person, emoji: like, burst, type: burst ? 1 : 0 },
        how,
      );
    },
    clear(message, emoji, how = 'once') {
      const guild = guildOf(message);
      const like = emoji === undefined ? null : message.reactions.get(emoji)?.emoji;
      if (emoji === undefined) message.reactions.clear();
      else message.reactions.delete(emoji);
      if (like === null) gateway.dispatch(guild, 'MESSAGE_REACTION_REMOVE_ALL', whereOf(message, guild), how);
      else if (like !== undefined)
        gateway.dispatch(guild, 'MESSAGE_REACTION_REMOVE_EMOJI', { ...whereOf(message, guild), emoji: like }, how);
    },
  };
}

const whereOf = ({ id, channel }: Message, guild: string) => ({ message_id: id, channel_id: channel, guild_id: guild });
