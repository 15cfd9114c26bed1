import { type Methods, messageOf, Refused, text } from './call.ts';
import { FEW_USERS, shown, toReactions } from './shown.ts';
import { react } from './state.ts';

export const REACTIONS: Methods = {
  'reactions.add': (args, context) => {
    const message = messageOf(context, args, text(args, 'timestamp'));
    const { state } = context;
    const name = text(args, 'name');
    if (message.reactions.some((reaction) => reaction.name === name && reaction.users.includes(state.bot)))
      throw new Refused('already_reacted');
    react(message, { user: state.bot, name, op: 'add' });
    context.emit({
      type: 'reaction_added',
      user: state.bot,
      reaction: name,
      item: { type: 'message', channel: message.channel, ts: message.ts },
      item_user: message.user,
      event_ts: state.ts(),
    });
    return {};
  },

  'reactions.get': (args, context) => {
    const message = messageOf(context, args, text(args, 'timestamp'));
    return {
      type: 'message',
      channel: message.channel,
      message: {
        ...shown(message, false),
        reactions: toReactions(message, args['full'] === true && !context.state.isCutShort ? Infinity : FEW_USERS),
      },
    };
  },
};
