import { messageId, type PersonId } from '../../core/ids.ts';
import type { Listen, PlaygroundMessage, PlaygroundMessages } from './store.ts';
import { toWireMessage } from './wire.ts';

interface LiveDeps {
  readonly messages: PlaygroundMessages;
  readonly listen: Listen;
  readonly report: (error: unknown) => void;
}

interface Listener {
  readonly viewer: PersonId;
  send(event: ServerEvent): void;
  close(): void;
}

interface ServerEvent {
  readonly name: 'message' | 'channels' | 'reset' | 'ping';
  readonly id?: string;
  readonly data: unknown;
}

/**
 * Revisions are handed out before they are committed, so a smaller one may appear after a larger one was read. Catching
 * up starts this much earlier; what the page has already is told again and changes nothing.
 */
const REV_MARGIN = 200n;
/** A page that missed more than this reads the channel again. */
const CATCH_UP_LIMIT = 500;
const PING_EVERY_MS = 15_000;

export interface Live {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** A stream of server-sent events for one person, from what changed after `since` on. */
  open(viewer: PersonId, since: bigint | null): ReadableStream<Uint8Array>;
}

/** Tells every open page what changed, in order, whichever process changed it. */
export function makeLive({ messages, listen, report }: LiveDeps): Live {
  const listeners = new Set<Listener>();
  const changed = new Set<string>();
  let seen = 0n;
  let ping: NodeJS.Timeout | undefined;
  let tail = Promise.resolve();

  const inOrder = (work: () => Promise<void>): void => {
    tail = tail.then(work).catch(report);
  };
  const drain = async (): Promise<void> => {
    const ids = [...changed];
    changed.clear();
    if (listeners.size > 0) await tell(messages, ids, listeners);
  };

  const ears = listen({
    notice(payload) {
      const notice = readNotice(payload);
      if (notice.kind === 'channel') {
        for (const listener of listeners) listener.send({ name: 'channels', data: null });
        return;
      }
      seen = notice.rev > seen ? notice.rev : seen;
      changed.add(notice.message);
      inOrder(drain);
    },
    connected: () => inOrder(() => catchUp(messages, seen, listeners)),
  });

  return {
    async start() {
      seen = await messages.lastRev();
      await ears.start();
      ping = setInterval(() => {
        for (const listener of listeners) listener.send({ name: 'ping', data: null });
      }, PING_EVERY_MS);
    },
    async stop() {
      clearInterval(ping);
      await ears.stop();
      for (const listener of listeners) listener.close();
      listeners.clear();
      await tail;
    },
    open(viewer, since) {
      return toEventStream(viewer, {
        opened(listener) {
          listeners.add(listener);
          listener.send({ name: 'ping', data: null });
          if (since !== null) inOrder(() => catchUp(messages, since, [listener]));
        },
        closed: (listener) => listeners.delete(listener),
      });
    },
  };
}

/** Sends the messages as they are now, each with the root of its thread. */
async function tell(messages: PlaygroundMessages, ids: Iterable<string>, to: Iterable<Listener>): Promise<void> {
  for (const id of ids) {
    const message = await messages.load(messageId(id));
    if (message === null) continue;
    const root = message.thread === null ? null : await messages.load(message.thread);
    for (const listener of to) for (const event of toEvents(message, root)) offer(listener, event);
  }
}

async function catchUp(messages: PlaygroundMessages, since: bigint, to: Iterable<Listener>): Promise<void> {
  const ids = await messages.changedSince(since > REV_MARGIN ? since - REV_MARGIN : 0n, CATCH_UP_LIMIT + 1);
  if (ids.length <= CATCH_UP_LIMIT) return tell(messages, ids, to);
  for (const listener of to) listener.send({ name: 'reset', data: null });
}

/** The trigger says `channel:message:rev`; a new channel says `channel::0`. */
export function readNotice(
  payload: string,
): { readonly kind: 'channel' } | { readonly kind: 'message'; readonly message: string; readonly rev: bigint } {
  const match = /:(\d+):(\d+)$/.exec(payload);
  if (match === null) return { kind: 'channel' };
  return { kind: 'message', message: match[1] ?? '', rev: BigInt(match[2] ?? 0) };
}

const toEvents = (
  message: PlaygroundMessage,
  root: PlaygroundMessage | null,
): readonly [ServerEvent, string | null][] => [
  [{ name: 'message', id: String(message.rev), data: toWireMessage(message) }, message.audience],
  // The root's number of replies changed with it; its own revision did not.
  ...(root === null
    ? []
    : [[{ name: 'message', data: toWireMessage(root) }, root.audience] as [ServerEvent, string | null]]),
];

function offer(listener: Listener, [event, audience]: [ServerEvent, string | null]): void {
  if (audience === null || audience === listener.viewer) listener.send(event);
}

/** A page that reads this many events too slowly is cut off: it comes back and catches up. */
const BACKLOG_LIMIT = 2_000;

function toEventStream(
  viewer: PersonId,
  { opened, closed }: { opened(listener: Listener): void; closed(listener: Listener): void },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isOpen = true;
  let listener: Listener | undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const close = () => {
          if (!isOpen) return;
          isOpen = false;
          if (listener !== undefined) closed(listener);
          controller.close();
        };
        const send = (event: ServerEvent) => {
          if (!isOpen) return;
          controller.enqueue(encoder.encode(toEventText(event)));
          if ((controller.desiredSize ?? 0) < -BACKLOG_LIMIT) close();
        };
        listener = { viewer, send, close };
        opened(listener);
      },
      cancel() {
        isOpen = false;
        if (listener !== undefined) closed(listener);
      },
    },
    new CountQueuingStrategy({ highWaterMark: 16 }),
  );
}

const toEventText = ({ name, id, data }: ServerEvent): string =>
  `event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
