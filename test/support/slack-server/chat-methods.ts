import { type Args, blocksOf, channelOf, type Methods, messageOf, Refused, text } from './call.ts';
import { shown } from './shown.ts';
import { addMessage, type FakeState, findMessage } from './state.ts';

export const CHAT: Methods = {
  'chat.postMessage': (args, context) => {
    const { state } = context;
    const to = text(args, 'channel');
    checkBlocks(args, state);
    // A person's id opens their direct message.
    const channel = to.startsWith('U') && state.users.has(to) ? `D${to}` : channelOf(context, args).id;
    const thread = typeof args['thread_ts'] === 'string' ? args['thread_ts'] : null;
    const message = addMessage(state, {
      channel,
      user: state.bot,
      thread_ts: thread,
      text: String(args['text'] ?? ''),
      blocks: blocksOf(args),
      metadata: args['metadata'] ?? null,
    });
    return { channel, ts: message.ts, message: shown(message, true) };
  },

  'chat.postEphemeral': (args, context) => {
    const { state } = context;
    const channel = channelOf(context, args);
    const user = text(args, 'user');
    checkBlocks(args, state);
    if (!channel.members.has(user)) throw new Refused('user_not_in_channel');
    const thread = typeof args['thread_ts'] === 'string' ? args['thread_ts'] : null;
    const message = addMessage(state, {
      ...{ channel: channel.id, user: state.bot, thread_ts: thread, only: user },
      ...{ text: String(args['text'] ?? ''), blocks: blocksOf(args) },
    });
    return { message_ts: message.ts };
  },

  'chat.update': (args, context) => {
    // Direct messages are a channel that is always open.
    const direct = text(args, 'channel').startsWith('D')
      ? findMessage(context.state, text(args, 'channel'), text(args, 'ts'))
      : undefined;
    const message = direct ?? messageOf(context, args, text(args, 'ts'));
    if (message.user !== context.state.bot) throw new Refused('cant_update_message');
    checkBlocks(args, context.state);
    message.text = String(args['text'] ?? '');
    message.blocks = blocksOf(args);
    message.edits += 1;
    return { channel: message.channel, ts: message.ts, text: message.text };
  },

  'chat.getPermalink': (args, context) => {
    const message = messageOf(context, args, text(args, 'message_ts'));
    const thread = message.thread_ts === null ? '' : `?thread_ts=${message.thread_ts}&cid=${message.channel}`;
    return {
      permalink: `https://studio.slack.com/archives/${message.channel}/p${message.ts.replace('.', '')}${thread}`,
    };
  },
};

const MAX_BLOCKS_TEXT = 13_200;

function checkBlocks(args: Args, { files }: FakeState): void {
  const blocks = blocksOf(args);
  if (blocks.length > 50) throw new Refused('invalid_blocks');
  for (const [, id] of JSON.stringify(blocks).matchAll(/"slack_file":\{"id":"(\w+)"/g)) {
    const file = files.get(id ?? '');
    // Uploaded, completed and looked at, or Slack doesn't know it (python-slack-sdk #1521, #1658).
    if (file === undefined || file.deleted || file.completions === 0 || file.unread > 0)
      throw new Refused('invalid_blocks');
  }
  if (JSON.stringify(blocks).length > MAX_BLOCKS_TEXT) throw new Refused('msg_blocks_too_long');
}
