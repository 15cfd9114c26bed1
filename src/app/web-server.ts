import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { SHARE_PATH } from '../adapters/media/signed-links.ts';
import { UserError } from '../core/errors.ts';
import type { Composed } from './compose.ts';

export interface WebServer {
  /** Where a browser finds the playground. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface Listening {
  readonly host: string;
  readonly port: number;
}

/** What this server answers: the playground, Slack's deliveries over HTTP, or both; health always. */
export interface Served {
  readonly playground: boolean;
  readonly slack: boolean;
}

/** Serves the playground, media, Slack's deliveries and health. Throws a UserError when the port is taken or may not be used. */
export async function startWeb(
  composed: Composed,
  { host, port }: Listening,
  served: Served = { playground: true, slack: true },
): Promise<WebServer> {
  const app = new Hono();
  app.get('/healthz', async (c) => {
    const isWell = await isHealthy(composed);
    return c.json({ ok: isWell }, isWell ? 200 : 503);
  });
  const { links } = composed;
  if (links !== null) app.get(`${SHARE_PATH}*`, (c) => links.serve(c.req.raw));
  if (served.playground) app.route('/', composed.playground.routes);
  const listen = getRequestListener(app.fetch);
  const server = createServer((request, response) => {
    // Bolt reads Slack's requests itself: their signature covers the raw bytes.
    if (served.slack && composed.slack?.handle(request, response) === true) return;
    listen(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done, fail) => {
    server.once('error', (cause) => fail(explainListen(cause, { host, port })));
    server.listen(port, host, done);
  });
  const { port: bound } = server.address() as AddressInfo; // a TCP server's address is never a string
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return {
    url: `http://${name.includes(':') ? `[${name}]` : name}:${bound}/`,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        // Open event streams would hold the server for ever.
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

/** The database answers; the queue and the chat are hints. */
async function isHealthy({ studio }: Composed): Promise<boolean> {
  try {
    await studio.budgets.spendingStopped();
    return true;
  } catch {
    return false;
  }
}

function explainListen(cause: unknown, { host, port }: Listening): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') {
    return new UserError(
      'port_in_use',
      `Port ${port} is in use by another program. Stop it, or choose another one: PORT=3001 npm start (0 takes any free one).`,
      { cause },
    );
  }
  if (code === 'EACCES')
    return new UserError(
      'port_denied',
      `Port ${port} may not be used by this user. Choose one above 1023: PORT=3000 npm start.`,
      { cause },
    );
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new UserError(
      'bad_host',
      `HOST ${host} is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for all of them.`,
      { cause },
    );
  return cause;
}
