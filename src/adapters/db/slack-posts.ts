import {
  channelId,
  type MessageId,
  messageId,
  type OutboxId,
  outboxId,
  type ThreadRef,
  workspaceId,
} from '../../core/ids.ts';
import type { SlackPictures, SlackPost, SlackPosts } from '../slack/store.ts';
import { one, type Sql } from './sql.ts';

export const makeSlackPosts = (db: Sql): SlackPosts => ({
  async begin(key, { workspace, channel, thread }, now) {
    const begun = await db.$queryRaw<Row[]>`
      insert into slack_post as p (key, workspace_id, channel_id, thread_id, state, sent_at)
      values (${key}, ${workspace}, ${channel}, ${thread}, 'sending', ${now}::timestamptz)
      on conflict (key) do update set state = 'sending', sent_at = excluded.sent_at where p.state = 'idle'
      returning key, state, message_id as message, file_id as "fileId", sent_at as "sentAt"`;
    if (begun[0] !== undefined) return { mine: true, post: toPost(begun[0]) };
    return { mine: false, post: toPost(one(await read(db, key))) };
  },

  async drop(key) {
    await db.$executeRaw`update slack_post set state = 'idle' where key = ${key} and state = 'sending'`;
  },

  async sent(key, message) {
    await db.$executeRaw`
      update slack_post set state = 'sent', message_id = coalesce(message_id, ${message}) where key = ${key}`;
  },

  async moveFile(key, from, to, now) {
    const moved = await db.$executeRaw`
      update slack_post set file_id = ${to.fileId}::text, state = ${to.state}, sent_at = ${now}::timestamptz
      where key = ${key} and state = ${from.state} and file_id is not distinct from ${from.fileId}::text`;
    return moved === 1;
  },

  async load(key) {
    const row = (await read(db, key))[0];
    return row === undefined ? null : toPost(row);
  },

  async findFile(workspace, fileId) {
    const rows = await db.$queryRaw<{ key: string; channel: string; thread: string | null }[]>`
      select key, channel_id as channel, thread_id as thread from slack_post
      where workspace_id = ${workspace} and file_id = ${fileId} and message_id is null limit 1`;
    const row = rows[0];
    return row === undefined ? null : { key: outboxId(row.key), place: toPlace(workspace, row) };
  },

  async findReply(key) {
    const rows = await db.$queryRaw<{ url: string | null }[]>`
      select envelope->>'replyTo' as url from act where id = ${key.replace(/^answer-/, '')}`;
    return rows[0]?.url ?? null;
  },

  async findOrigin(workspace, message, lost) {
    const rows = await db.$queryRaw<{ channel: string; thread: string | null }[]>`
      select channel_id as channel, thread_id as thread from slack_post
      where workspace_id = ${workspace} and message_id = ${message} limit 1`;
    const found = rows[0] ?? (lost === null ? undefined : (await foundLost(db, { workspace, message, lost }))[0]);
    return found === undefined ? null : toPlace(workspace, found);
  },
});

export const makeSlackPictures = (db: Sql): SlackPictures => ({
  async find(workspace, media) {
    const rows = await db.$queryRaw<{ file: string }[]>`
      select file_id as file from slack_picture where workspace_id = ${workspace} and media = ${media}`;
    return rows[0]?.file ?? null;
  },

  async keep(workspace, media, fileId) {
    const rows = await db.$queryRaw<{ file: string }[]>`
      insert into slack_picture as p (workspace_id, media, file_id) values (${workspace}, ${media}, ${fileId})
      on conflict (workspace_id, media) do update set file_id = p.file_id returning p.file_id as file`;
    return one(rows).file;
  },

  async forget(workspace, media) {
    await db.$executeRaw`delete from slack_picture where workspace_id = ${workspace} and media = ${media}`;
  },
});

interface Row {
  readonly key: string;
  readonly state: SlackPost['state'];
  readonly message: string | null;
  readonly fileId: string | null;
  readonly sentAt: Date;
}

const read = (db: Sql, key: OutboxId) => db.$queryRaw<Row[]>`
  select key, state, message_id as message, file_id as "fileId", sent_at as "sentAt" from slack_post where key = ${key}`;

const foundLost = (
  db: Sql,
  { workspace, message, lost }: { readonly workspace: string; readonly message: MessageId; readonly lost: OutboxId },
) => db.$queryRaw<{ channel: string; thread: string | null }[]>`
  update slack_post set state = 'sent', message_id = ${message}
  where key = ${lost} and workspace_id = ${workspace} and message_id is null
  returning channel_id as channel, thread_id as thread`;

const toPost = ({ key, message, ...row }: Row): SlackPost => ({
  ...row,
  key: outboxId(key),
  message: toMessage(message),
});

const toMessage = (id: string | null): MessageId | null => (id === null ? null : messageId(id));

const toPlace = (workspace: string, row: { readonly channel: string; readonly thread: string | null }): ThreadRef => ({
  platform: 'slack',
  workspace: workspaceId(workspace),
  channel: channelId(row.channel),
  thread: toMessage(row.thread),
});
