import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { acceptSocket, type Socket } from './socket.ts';

/** The app's Socket Mode connections: an envelope goes to any one of them, and waits for its acknowledgement. */
export function makeSocketHub() {
  const sockets = new Set<Socket>();
  const waiting = new Map<string, (answer: unknown) => void>();
  return {
    accept(request: IncomingMessage, stream: Duplex): void {
      const socket = acceptSocket(request, stream, {
        text: (text) => {
          const said = JSON.parse(text) as { readonly envelope_id?: string; readonly payload?: unknown };
          const id = said.envelope_id ?? '';
          waiting.get(id)?.(said.payload ?? null);
          waiting.delete(id);
        },
        closed: () => void sockets.delete(socket),
      });
      sockets.add(socket);
      socket.send(
        JSON.stringify({
          type: 'hello',
          num_connections: sockets.size,
          connection_info: { app_id: 'A1' },
          debug_info: {},
        }),
      );
    },
    count: () => sockets.size,
    /** Resolves to the acknowledgement's payload; null when none came within the time. */
    async deliver(
      envelope: { readonly envelope_id: string } & Record<string, unknown>,
      waitMs: number,
    ): Promise<{ readonly payload: unknown } | null> {
      const socket = [...sockets].at(-1);
      if (socket === undefined) return null;
      return new Promise((done) => {
        const timer = setTimeout(() => done(null), waitMs);
        waiting.set(envelope.envelope_id, (payload) => {
          clearTimeout(timer);
          done({ payload });
        });
        socket.send(JSON.stringify(envelope));
      });
    },
    cut(): void {
      for (const socket of sockets) socket.cut();
      sockets.clear();
    },
  };
}

export type SocketHub = ReturnType<typeof makeSocketHub>;
