import type {
  Listen,
  NewPlaygroundMessage,
  NoticeHandlers,
  PlaygroundChannel,
  PlaygroundMessage,
  PlaygroundStore,
  ReactionChange,
} from '../../src/adapters/playground/store.ts';
import { messageId, type PersonId } from '../../src/core/ids.ts';

interface Stored extends NewPlaygroundMessage {
  readonly id: number;
  readonly rev: bigint;
  readonly editedAt: Date | null;
}

/** The playground's tables and triggers, in memory: the same behaviour, for tests that need no database. */
export function makePlaygroundMemory(): { readonly store: PlaygroundStore; readonly listen: Listen } {
  const messages = new Map<number, Stored>();
  const channels = new Map<string, PlaygroundChannel>();
  const ears = new Set<NoticeHandlers>();
  let reactions: readonly ReactionChange[] = [];
  let rev = 0n;
  let order = 0n;

  const say = (payload: string) => {
    for (const ear of ears) ear.notice(payload);
  };
  const write = (message: Omit<Stored, 'rev'>): void => {
    rev += 1n;
    messages.set(message.id, { ...message, rev });
    say(`${message.channel}:${message.id}:${rev}`);
  };
  const touch = (id: string): void => {
    const message = messages.get(Number(id));
    if (message !== undefined) write(message);
  };
  const view = (message: Stored): PlaygroundMessage => {
    const replies = [...messages.values()].filter((m) => m.thread === String(message.id) && m.audience === null);
    const { key: _, ...rest } = message;
    return {
      ...rest,
      id: messageId(String(message.id)),
      reactions: reactions.filter((r) => r.message === String(message.id)),
      replies: replies.length === 0 ? null : { count: replies.length, lastAt: replies.at(-1)?.at ?? message.at },
    };
  };
  const isVisible = (message: Stored, viewer: PersonId) => message.audience === null || message.audience === viewer;
  const isSame = (a: ReactionChange) => (b: ReactionChange) =>
    a.message === b.message && a.person === b.person && a.emoji === b.emoji;

  const store: PlaygroundStore = {
    messages: {
      async insert(message) {
        const known = message.key === null ? undefined : [...messages.values()].find((m) => m.key === message.key);
        if (known !== undefined) return messageId(String(known.id));
        const id = messages.size + 1;
        const [card, clip] = [toStored(message.card), toStored(message.clip)];
        write({ ...message, card, clip, id, editedAt: null });
        return messageId(String(id));
      },
      async edit(id, change, at) {
        const message = messages.get(Number(id));
        if (message === undefined) return false;
        const [card, clip] = [toStored(change.card), toStored(change.clip)];
        write({ ...message, text: change.text, card, clip, editedAt: at });
        return true;
      },
      async load(id) {
        const message = messages.get(Number(id));
        return message === undefined ? null : view(message);
      },
      async loadRoots({ channel, viewer, before, limit }) {
        return [...messages.values()]
          .filter((m) => m.channel === channel && m.thread === null && isVisible(m, viewer))
          .filter((m) => before === null || m.id < Number(before))
          .slice(-limit)
          .map(view);
      },
      loadThread: async (root, viewer) =>
        [...messages.values()].filter((m) => m.thread === root && isVisible(m, viewer)).map(view),
      changedSince: async (since, limit) =>
        [...messages.values()]
          .filter((m) => m.rev > since)
          .sort((a, b) => Number(a.rev - b.rev))
          .slice(0, limit)
          .map((m) => messageId(String(m.id))),
      lastRev: async () => rev,
    },
    reactions: {
      async nextOrder() {
        order += 1n;
        return order;
      },
      async add(...changes) {
        for (const change of changes.filter((each) => !reactions.some(isSame(each)))) {
          reactions = [...reactions, change];
          touch(change.message);
        }
      },
      async remove(change) {
        const left = reactions.filter((reaction) => !isSame(change)(reaction));
        if (left.length === reactions.length) return;
        reactions = left;
        touch(change.message);
      },
    },
    channels: {
      load: async () => [...channels.values()],
      find: async (id) => channels.get(id) ?? null,
      async create(channel) {
        if (channels.has(channel.id)) return false;
        channels.set(channel.id, channel);
        say(`${channel.id}::0`);
        return true;
      },
    },
  };
  const listen: Listen = (handlers) => ({
    async start() {
      ears.add(handlers);
      handlers.connected();
    },
    async stop() {
      ears.delete(handlers);
    },
  });
  return { store, listen };
}

/** As the database gives it back: plain JSON. */
const toStored = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
