import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A loopback wire to a server, which can be cut and mended: an outage for one test, with the server left alone. */
export interface Link {
  readonly port: number;
  /** Ends every connection and refuses new ones. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Ends every connection, and each new one as soon as it is made: a server that is there and does not serve. */
  hangUp(): void;
  /** How many connections were ended as soon as they were made. */
  hungUp(): number;
}

export async function openLink(targetPort: number): Promise<Link> {
  const sockets = new Set<Socket>();
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  let serving = true;
  let hungUp = 0;
  const server = createServer((near) => {
    if (!serving) {
      hungUp += 1;
      near.destroy();
      return;
    }
    const far = connect(targetPort, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  const port = await listen(server, 0);
  return {
    port,
    cut: async () => {
      const closed = once(server, 'close');
      server.close();
      endAll();
      await closed;
    },
    mend: async () => {
      serving = true;
      if (!server.listening) await listen(server, port);
    },
    hangUp: () => {
      serving = false;
      endAll();
    },
    hungUp: () => hungUp,
  };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is never a string.
  return (server.address() as AddressInfo).port;
}
