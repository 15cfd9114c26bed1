import { channelId, type MessageId, messageId, personId } from '../../core/ids.ts';
import type {
  NewPlaygroundMessage,
  PlaygroundChannels,
  PlaygroundMessage,
  PlaygroundMessageKind,
  PlaygroundMessages,
  PlaygroundReactions,
  PlaygroundStore,
} from '../playground/store.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';
import type { Sql } from './sql.ts';

/** The channel on which the triggers of the playground's tables speak. */
export const PLAYGROUND_NOTICES = 'previz_playground';

/** What it uses of Prisma, so that it works within a transaction, too. */
type PlaygroundTables = Sql & Pick<PrismaClient, 'playgroundMessage' | 'playgroundReaction' | 'playgroundChannel'>;

export const makePlaygroundStore = (prisma: PlaygroundTables): PlaygroundStore => ({
  messages: makeMessages(prisma),
  reactions: makeReactions(prisma),
  channels: makeChannels(prisma),
});

function makeMessages(prisma: PlaygroundTables): PlaygroundMessages {
  const table = prisma.playgroundMessage;
  const withAll = (rows: readonly Row[]) => addReactionsAndReplies(prisma, rows);
  return {
    async insert({ key, ...message }) {
      const columns = toColumns(message);
      const made = await prisma.$queryRaw<{ id: bigint }[]>`
        insert into playground_message (channel_id, thread_id, author, kind, audience, text, card, clip, key, created_at)
        values (${columns.channelId}, ${columns.threadId}::bigint, ${columns.author}, ${columns.kind}, ${columns.audience},
          ${columns.text}, ${columns.card}::jsonb, ${columns.clip}::jsonb, ${key}, ${columns.createdAt}::timestamptz)
        on conflict (key) do nothing returning id`;
      if (made[0] !== undefined) return toMessageId(made[0].id);
      if (key === null) throw new Error('a message without a key was not stored');
      return toMessageId((await table.findUniqueOrThrow({ where: { key }, select: { id: true } })).id);
    },
    async edit(id, { text, card, clip }, at) {
      const count = await prisma.$executeRaw`
        update playground_message set text = ${text}, card = ${toJson(card)}::jsonb, clip = ${toJson(clip)}::jsonb,
          edited_at = ${at}::timestamptz where id = ${id}::bigint`;
      return count > 0;
    },
    async load(id) {
      const row = await table.findUnique({ where: { id: BigInt(id) } });
      return row === null ? null : ((await withAll([row]))[0] ?? null);
    },
    async loadRoots({ channel, viewer, before, limit }) {
      const where = {
        ...{ channelId: channel, threadId: null, OR: visibleTo(viewer) },
        ...(before === null ? {} : { id: { lt: BigInt(before) } }),
      };
      const rows = await table.findMany({ where, orderBy: { id: 'desc' }, take: limit });
      return withAll(rows.reverse());
    },
    async loadThread(root, viewer) {
      const where = { threadId: BigInt(root), OR: visibleTo(viewer) };
      return withAll(await table.findMany({ where, orderBy: { id: 'asc' } }));
    },
    async changedSince(rev, limit) {
      const where = { rev: { gt: rev } };
      const rows = await table.findMany({ where, orderBy: { rev: 'asc' }, take: limit, select: { id: true } });
      return rows.map(({ id }) => toMessageId(id));
    },
    async lastRev() {
      const rows = await prisma.$queryRaw<{ last_value: bigint }[]>`select last_value from playground_rev`;
      return rows[0]?.last_value ?? 0n;
    },
  };
}

function makeReactions(prisma: PlaygroundTables): PlaygroundReactions {
  return {
    async nextOrder() {
      const rows = await prisma.$queryRaw<{ nextval: bigint }[]>`select nextval('playground_order')`;
      return rows[0]?.nextval ?? 0n;
    },
    async add(...changes) {
      const data = changes.map(({ message, person, emoji, at }) => ({
        messageId: BigInt(message),
        personId: person,
        emoji,
        createdAt: at,
      }));
      await prisma.playgroundReaction.createMany({ data, skipDuplicates: true });
    },
    async remove({ message, person, emoji }) {
      await prisma.playgroundReaction.deleteMany({ where: { messageId: BigInt(message), personId: person, emoji } });
    },
  };
}

function makeChannels(prisma: PlaygroundTables): PlaygroundChannels {
  const table = prisma.playgroundChannel;
  const toChannel = (row: { id: string; name: string; createdAt: Date }) => ({ ...row, id: channelId(row.id) });
  // Channels are made and never removed or renamed, so what was found once is still so.
  const found = new Map<string, ReturnType<typeof toChannel>>();
  return {
    load: async () => (await table.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })).map(toChannel),
    async find(id) {
      const known = found.get(id);
      if (known !== undefined) return known;
      const row = await table.findUnique({ where: { id } });
      if (row === null) return null;
      found.set(id, toChannel(row));
      return toChannel(row);
    },
    async create(channel) {
      const { count } = await table.createMany({ data: channel, skipDuplicates: true });
      // The tables' triggers speak of messages only.
      if (count > 0) await prisma.$executeRaw`select pg_notify(${PLAYGROUND_NOTICES}, ${`${channel.id}::0`})`;
      return count > 0;
    },
  };
}

type Row = Prisma.PlaygroundMessageGetPayload<object>;

async function addReactionsAndReplies(prisma: PlaygroundTables, rows: readonly Row[]): Promise<PlaygroundMessage[]> {
  const ids = rows.map(({ id }) => id);
  const [reactions, replies] = await Promise.all([
    prisma.playgroundReaction.findMany({ where: { messageId: { in: ids } }, orderBy: { orderKey: 'asc' } }),
    prisma.playgroundMessage.groupBy({
      by: ['threadId'],
      where: { threadId: { in: ids }, audience: null },
      _count: true,
      _max: { createdAt: true },
    }),
  ]);
  const reactionsOf = Map.groupBy(reactions, (reaction) => reaction.messageId);
  const repliesOf = new Map(replies.map((reply) => [reply.threadId, reply]));
  return rows.map((row) => {
    const reply = repliesOf.get(row.id);
    return {
      ...toMessage(row),
      reactions: (reactionsOf.get(row.id) ?? []).map(({ personId: id, emoji }) => ({ person: personId(id), emoji })),
      replies: reply === undefined ? null : { count: reply._count, lastAt: reply._max.createdAt ?? row.createdAt },
    };
  });
}

const toMessage = (row: Row): Omit<PlaygroundMessage, 'reactions' | 'replies'> => ({
  id: toMessageId(row.id),
  channel: channelId(row.channelId),
  thread: row.threadId === null ? null : toMessageId(row.threadId),
  author: personId(row.author),
  // Written by `toColumns` only.
  kind: row.kind as PlaygroundMessageKind,
  audience: row.audience === null ? null : personId(row.audience),
  text: row.text,
  card: row.card,
  clip: row.clip,
  rev: row.rev,
  at: row.createdAt,
  editedAt: row.editedAt,
});

const toColumns = (message: Omit<NewPlaygroundMessage, 'key'>) => ({
  channelId: message.channel,
  threadId: message.thread === null ? null : BigInt(message.thread),
  author: message.author,
  kind: message.kind,
  audience: message.audience,
  text: message.text,
  card: toJson(message.card),
  clip: toJson(message.clip),
  createdAt: message.at,
});

/** Dates become ISO strings, as the page reads them. */
const toJson = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);

const visibleTo = (viewer: string) => [{ audience: null }, { audience: viewer }];

const toMessageId = (id: bigint): MessageId => messageId(String(id));
