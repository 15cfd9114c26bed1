import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The body as JSON or as the fields of a form; a file is its size. */
  body(): Promise<Readonly<Record<string, unknown>>>;
  json(status: number, value: unknown, headers?: Readonly<Record<string, string>>): void;
  /** The line goes dead without an answer. */
  drop(): void;
}

export interface Loopback {
  readonly url: string;
  close(): Promise<void>;
}

/** A real HTTP server on loopback; whatever a test leaves hanging is cut when it closes. */
export async function startLoopback(serve: (exchange: Exchange) => Promise<void> | void): Promise<Loopback> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    void Promise.resolve(serve(toExchange(request, response))).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500).end(String(error));
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function toExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const url = new URL(request.url ?? '/', 'http://loopback');
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    request,
    response,
    body: () => readBody(request, headers['content-type'] ?? ''),
    json: (status, value, more = {}) =>
      void response.writeHead(status, { 'Content-Type': 'application/json', ...more }).end(JSON.stringify(value)),
    drop: () => void request.socket.destroy(),
  };
}

async function readBody(request: IncomingMessage, type: string): Promise<Readonly<Record<string, unknown>>> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const bytes = Buffer.concat(pieces);
  if (!type.startsWith('multipart/')) return bytes.length === 0 ? {} : JSON.parse(bytes.toString('utf8'));
  const form = await new Response(bytes, { headers: { 'Content-Type': type } }).formData();
  return Object.fromEntries(
    [...form].map(([name, value]) => [
      name,
      typeof value === 'string' ? value : { bytes: value.size, mime: value.type },
    ]),
  );
}
