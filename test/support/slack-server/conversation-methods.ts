import { type Answer, type Args, channelOf, type MethodContext, type Methods, Refused, text } from './call.ts';
import { shown, toPage } from './shown.ts';
import type { FakeState } from './state.ts';

export const CONVERSATIONS: Methods = {
  'conversations.history': (args, context) => history(args, context, null),

  'conversations.replies': (args, context) => history(args, context, text(args, 'ts')),

  'conversations.info': (args, { state }) => {
    const channel = state.channels.get(text(args, 'channel'));
    if (channel === undefined || (channel.is_private && !channel.members.has(state.bot)))
      throw new Refused('channel_not_found');
    const { members, ...told } = channel;
    return { channel: { ...told, is_member: members.has(state.bot), is_channel: true } };
  },

  'conversations.members': (args, context) => toPage(args, 'members', [...channelOf(context, args).members]),

  // Of private channels those that the bot is in, too; what it isn't in itself it doesn't hear of.
  'users.conversations': (args, { state }) => {
    const types = String(args['types'] ?? 'public_channel').split(',');
    const channels = [...state.channels.values()].filter(
      ({ members, is_private, is_archived }) =>
        members.has(text(args, 'user')) &&
        (is_private ? types.includes('private_channel') && members.has(state.bot) : types.includes('public_channel')) &&
        !(args['exclude_archived'] === true && is_archived),
    );
    return { channels: channels.map(({ members: _, ...told }) => told), response_metadata: { next_cursor: '' } };
  },
};

/** What Slack gives to an app that is distributed outside its Marketplace: one reading a minute, of fifteen messages. */
const FEW = 15;

function countHistory(state: FakeState): void {
  if (state.historyReadings > 0) throw new Refused('ratelimited');
  state.historyReadings += 1;
}

function history(args: Args, context: MethodContext, root: string | null): Answer {
  if (context.state.historyIsLimited) countHistory(context.state);
  const channel = channelOf(context, args);
  const oldest = typeof args['oldest'] === 'string' ? args['oldest'] : '0';
  const found = context.state.messages.filter(
    (message) =>
      message.channel === channel.id &&
      message.only === null &&
      !message.deleted &&
      (root === null ? message.thread_ts === null : message.thread_ts === root || message.ts === root) &&
      (message.ts > oldest || message.ts === root),
  );
  const from = Number(args['cursor'] ?? 0);
  const to = from + (context.state.historyIsLimited ? FEW : Number(args['limit'] ?? 100));
  const withMetadata = args['include_all_metadata'] === true || args['include_all_metadata'] === 'true';
  return {
    messages: found.slice(from, to).map((message) => shown(message, withMetadata)),
    has_more: to < found.length,
    response_metadata: { next_cursor: to < found.length ? String(to) : '' },
  };
}
