import { isView } from './check-view.ts';
import { type FakeFile, type FakeMessage, type FakeState, findMessage } from './state.ts';

export type Args = Readonly<Record<string, unknown>>;
export type Answer = Readonly<Record<string, unknown>>;

/** What happens to files between "completed" and "shared". */
export interface Sharing {
  /** Slack says yes and shares after so long; null: it never does. */
  afterMs: number | null;
  /** So many answers of files.info are empty though the share stands. */
  hiddenInfos: number;
  /** So many answers of files.info tell nothing of a file that is uploaded; until then no block may name it. */
  unreadInfos: number;
  /** How many files are still to be swallowed although afterMs is set. */
  swallow: number;
  /** Shares without the event `file_shared`. */
  isSilent: boolean;
}

export interface MethodContext {
  readonly state: FakeState;
  readonly url: string;
  readonly sharing: Sharing;
  /** Sends an event to the app. */
  readonly emit: (event: Record<string, unknown>) => void;
  readonly later: (ms: number, work: () => void) => void;
}

class Refused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export const refusal = (error: unknown): string | null => (error instanceof Refused ? error.code : null);

const text = (args: Args, name: string): string => {
  const value = args[name];
  if (typeof value !== 'string' || value === '') throw new Refused('invalid_arguments');
  return value;
};

/** A channel that the bot is in. */
function channelOf({ state }: MethodContext, args: Args, name = 'channel') {
  const channel = state.channels.get(text(args, name));
  if (channel === undefined) throw new Refused('channel_not_found');
  if (!channel.members.has(state.bot)) throw new Refused(channel.is_private ? 'channel_not_found' : 'not_in_channel');
  if (channel.is_archived) throw new Refused('is_archived');
  return channel;
}

function messageOf(context: MethodContext, args: Args, ts: string): FakeMessage {
  const channel = channelOf(context, args);
  const message = findMessage(context.state, channel.id, ts);
  if (message === undefined || message.only !== null) throw new Refused('message_not_found');
  return message;
}

const blocksOf = (args: Args): readonly unknown[] => (Array.isArray(args['blocks']) ? args['blocks'] : []);

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

function checkView({ view }: Args): void {
  if (!isView(view as Parameters<typeof isView>[0])) throw new Refused('invalid_arguments'); // it reads only what is there
}

export function addMessage(
  state: FakeState,
  message: Partial<FakeMessage> & Pick<FakeMessage, 'channel' | 'user'>,
): FakeMessage {
  const made: FakeMessage = {
    ...{ ts: state.ts(), thread_ts: null, text: '', blocks: [], metadata: null, files: [], reactions: [], only: null },
    ...{ deleted: false, edits: 0 },
    ...message,
  };
  state.messages.push(made);
  return made;
}

const shown = (message: FakeMessage, withMetadata: boolean): Answer => ({
  type: 'message',
  user: message.user,
  text: message.text,
  ts: message.ts,
  blocks: message.blocks,
  ...(message.thread_ts === null ? {} : { thread_ts: message.thread_ts }),
  ...(message.files.length === 0 ? {} : { files: message.files }),
  ...(message.reactions.length === 0 ? {} : { reactions: toReactions(message) }),
  ...(withMetadata && message.metadata !== null ? { metadata: message.metadata } : {}),
});

/** Without `full` Slack names some of those who reacted, and counts them all. */
const FEW_USERS = 50;

const toReactions = (message: FakeMessage, named = FEW_USERS) =>
  message.reactions.map(({ name, users }) => ({ name, users: users.slice(0, named), count: users.length }));

/** A page of a list, by its cursor. Slack gives a thousand at most. */
function toPage(args: Args, name: string, all: readonly unknown[]): Answer {
  const from = Number(args['cursor'] ?? 0);
  const to = from + Math.min(Number(args['limit'] ?? 100), 1_000);
  return { [name]: all.slice(from, to), response_metadata: { next_cursor: to < all.length ? String(to) : '' } };
}

export const METHODS: Readonly<Record<string, (args: Args, context: MethodContext) => Answer>> = {
  'auth.test': (_args, { state }) => ({
    team_id: state.team,
    user: 'previz',
    user_id: state.bot,
    bot_id: 'BBOT',
    team: 'Studio',
    url: 'https://studio.slack.com/',
  }),

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

  'users.info': (args, { state }) => {
    const user = state.users.get(text(args, 'user'));
    if (user === undefined) throw new Refused('user_not_found');
    return { user };
  },

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

  'users.list': (args, { state }) => toPage(args, 'members', [...state.users.values()]),

  'reactions.add': (args, context) => {
    const message = messageOf(context, args, text(args, 'timestamp'));
    const { state } = context;
    const name = text(args, 'name');
    if (message.reactions.some((reaction) => reaction.name === name && reaction.users.includes(state.bot)))
      throw new Refused('already_reacted');
    react(state, message, { user: state.bot, name, op: 'add' });
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

  'files.getUploadURLExternal': (args, { state, url }) => {
    const id = state.id('F');
    const file: FakeFile = {
      ...{ id, name: text(args, 'filename'), length: Number(args['length']), alt: String(args['alt_txt'] ?? '') },
      ...{ received: 0, sha256: null, completions: 0, title: '', deleted: false, shares: [], hidden: 0, unread: 0 },
    };
    state.files.set(id, file);
    return { upload_url: `${url}upload/${id}`, file_id: id };
  },

  'files.completeUploadExternal': (args, context) => {
    const [asked] = (args['files'] ?? []) as readonly { readonly id: string; readonly title?: string }[];
    const file = context.state.files.get(asked?.id ?? '');
    if (file === undefined || file.deleted || file.sha256 === null) throw new Refused('file_not_found');
    file.title = asked?.title ?? file.name;
    file.completions += 1;
    file.unread = context.sharing.unreadInfos;
    if (typeof args['channel_id'] === 'string') share(context, file, args);
    return { files: [{ id: file.id, title: file.title }] };
  },

  'files.info': (args, { state, url }) => {
    const elsewhere = state.elsewhere.get(text(args, 'file'));
    if (elsewhere !== undefined) return { file: { id: args['file'], is_external: true, url_private: elsewhere } };
    const picture = state.pictures.get(text(args, 'file'));
    if (picture !== undefined)
      return { file: { id: args['file'], url_private_download: `${url}files-pri/${args['file']}` } };
    const file = state.files.get(text(args, 'file'));
    if (file === undefined || file.deleted || file.completions === 0) throw new Refused('file_not_found');
    const isHidden = file.hidden > 0;
    const isUnread = file.unread > 0;
    if (isUnread) file.unread -= 1;
    if (isHidden && file.shares.length > 0) file.hidden -= 1;
    return {
      file: {
        id: file.id,
        name: file.name,
        mimetype: isUnread ? '' : 'image/png',
        permalink: `https://studio.slack.com/files/${file.id}`,
        shares: isHidden ? {} : toShares(state, file),
      },
    };
  },

  'files.delete': (args, { state }) => {
    const file = state.files.get(text(args, 'file'));
    if (file === undefined || file.deleted) throw new Refused('file_not_found');
    file.deleted = true;
    for (const message of state.messages) if (message.files.some(({ id }) => id === file.id)) message.deleted = true;
    return {};
  },

  'views.open': (args, { state }) => {
    const trigger = text(args, 'trigger_id');
    if (!state.triggers.delete(trigger)) throw new Refused('expired_trigger_id');
    checkView(args);
    const id = state.id('V');
    const view = {
      id,
      user: trigger.split('.')[1] ?? '',
      hash: state.ts(),
      view: args['view'] as Record<string, unknown>,
    };
    state.views.set(id, view);
    return { view: { ...view.view, id, hash: view.hash } };
  },

  'views.update': (args, { state }) => {
    const found = state.views.get(text(args, 'view_id'));
    if (found === undefined) throw new Refused('not_found');
    if (typeof args['hash'] === 'string' && args['hash'] !== found.hash) throw new Refused('hash_conflict');
    checkView(args);
    found.view = args['view'] as Record<string, unknown>;
    found.hash = state.ts();
    return { view: { ...found.view, id: found.id, hash: found.hash } };
  },

  'views.publish': (args, { state }) => {
    checkView(args);
    state.homes.set(text(args, 'user_id'), args['view'] as Record<string, unknown>);
    return {};
  },

  'oauth.v2.access': (args, { state }) => {
    if (args['grant_type'] === 'refresh_token') {
      if (state.usedRefreshTokens.has(args['refresh_token'])) throw new Refused('invalid_refresh_token');
      state.usedRefreshTokens.add(args['refresh_token']);
      const token = `xoxb-renewed-${state.id('')}`;
      return { access_token: token, refresh_token: `xoxe-${state.id('')}`, expires_in: 43_200, token_type: 'bot' };
    }
    return {
      access_token: `xoxb-installed-${text(args, 'code')}`,
      ...{ token_type: 'bot', scope: 'commands', bot_user_id: state.bot, app_id: 'A1' },
      ...{ team: { id: state.team, name: 'Studio' }, enterprise: null, is_enterprise_install: false },
      authed_user: { id: 'U1' },
    };
  },

  'apps.connections.open': (_args, { url }) => ({ url: `${url.replace(/^http/, 'ws')}socket` }),
};

function toShares(state: FakeState, file: FakeFile): Answer {
  const shares: Record<string, Record<string, { ts: string }[]>> = {};
  for (const { channel, ts } of file.shares) {
    const kind = state.channels.get(channel)?.is_private === true ? 'private' : 'public';
    shares[kind] = { ...shares[kind], [channel]: [...(shares[kind]?.[channel] ?? []), { ts }] };
  }
  return shares;
}

/** Sharing goes on after the answer, as Slack's does. */
function share(context: MethodContext, file: FakeFile, args: Args): void {
  const { state, sharing } = context;
  const channel = channelOf(context, args, 'channel_id');
  if (sharing.swallow > 0) {
    sharing.swallow -= 1;
    return;
  }
  if (sharing.afterMs === null) return;
  context.later(sharing.afterMs, () => {
    if (file.deleted) return;
    // With a comment the blocks are ignored (https://docs.slack.dev/reference/methods/files.completeUploadExternal).
    const comment = String(args['initial_comment'] ?? '');
    const message = addMessage(state, {
      ...{ channel: channel.id, user: state.bot, text: comment, blocks: comment === '' ? blocksOf(args) : [] },
      thread_ts: typeof args['thread_ts'] === 'string' ? args['thread_ts'] : null,
      files: [{ id: file.id }],
    });
    file.hidden = sharing.hiddenInfos;
    file.shares.push({ channel: channel.id, ts: message.ts });
    if (sharing.isSilent) return;
    context.emit({
      type: 'file_shared',
      file_id: file.id,
      user_id: state.bot,
      channel_id: channel.id,
      file: { id: file.id },
      event_ts: state.ts(),
    });
  });
}

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

export function react(
  _state: FakeState,
  message: FakeMessage,
  { user, name, op }: { readonly user: string; readonly name: string; readonly op: 'add' | 'remove' },
): void {
  const known = message.reactions.find((reaction) => reaction.name === name);
  if (op === 'add') {
    if (known === undefined) message.reactions.push({ name, users: [user] });
    else if (!known.users.includes(user)) known.users.push(user);
    return;
  }
  if (known === undefined) return;
  const at = known.users.indexOf(user);
  if (at >= 0) known.users.splice(at, 1);
  if (known.users.length === 0) message.reactions.splice(message.reactions.indexOf(known), 1);
}
