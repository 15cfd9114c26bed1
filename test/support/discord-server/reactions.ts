import { type Answer, type Call, DONE, no, ok } from './answers.ts';
import type { RuleDeps } from './messages.ts';
import { RIGHT, refusalIn } from './rights.ts';
import type { Channel, Message, User } from './world.ts';

/** The bot's own reactions, and the reading of everybody's. */
export function makeReactions({ world }: Pick<RuleDeps, 'world'>) {
  return { seed, readReactions };

  function seed(channel: Channel, message: Message, emoji: string): Answer {
    const refusal = refusalIn(channel, RIGHT.react, RIGHT.history);
    if (refusal !== null) return refusal;
    if (channel.archived) return no(400, 50_083, 'Thread is archived');
    const name = decodeURIComponent(emoji);
    const reaction = message.reactions.get(name) ?? { emoji: { id: null, name }, normal: [], burst: [] };
    message.reactions.set(name, reaction);
    if (!reaction.normal.includes(world.me.id)) reaction.normal.push(world.me.id);
    return DONE;
  }

  function readReactions(message: Message, emoji: string, { query }: Call): Answer {
    const reaction = message.reactions.get(decodeURIComponent(emoji));
    const people = (query.get('type') === '1' ? reaction?.burst : reaction?.normal) ?? [];
    const after = BigInt(query.get('after') ?? '0');
    const sorted = people.filter((id) => BigInt(id) > after).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    return ok(sorted.slice(0, Number(query.get('limit') ?? '25')).map((id) => findUser(id)));
  }

  function findUser(id: string): User {
    if (id === world.me.id) return world.me;
    for (const guild of world.guilds.values()) {
      const member = guild.members.get(id);
      if (member !== undefined) return member.user;
    }
    return { id, username: 'gone', global_name: null, bot: false, discriminator: '0', avatar: null };
  }
}
