import {
  type Answer,
  type Args,
  blocksOf,
  channelOf,
  type MethodContext,
  type Methods,
  Refused,
  text,
} from './call.ts';
import { addMessage, type FakeFile, type FakeState } from './state.ts';

export const FILES: Methods = {
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
