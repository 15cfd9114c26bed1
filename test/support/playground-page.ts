import type { HttpBindings } from '@hono/node-server';
import { makePlayground, type Playground, type PlaygroundDeps } from '../../src/adapters/playground/playground.ts';
import type { PlaygroundViews } from '../../src/adapters/playground/views.ts';
import type { ActEnvelope } from '../../src/core/act/act.ts';
import { makePlaygroundMemory } from './playground-memory.ts';

export const NO_VIEWS: PlaygroundViews = {
  budget: async () => ({
    label: 'November',
    spentMicros: '0',
    heldMicros: '0',
    capMicros: '50000000',
    period: 'month',
  }),
  log: async () => [],
  catalog: async () => ({ templates: [], models: [] }),
  brief: async () => null,
};

export interface TestPlayground extends Playground {
  /** What was recorded, once each, as the inbox keeps it. */
  readonly acts: ActEnvelope[];
  readonly woken: string[];
  readonly reported: unknown[];
  readonly deps: PlaygroundDeps;
  /** A request as the browser on this machine makes it. */
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body: object, headers?: Record<string, string>): Promise<Response>;
}

/** A playground over memory (or another store), with an inbox that behaves and a way to talk to it without a socket. */
export function makeTestPlayground(overrides: Partial<PlaygroundDeps> = {}): TestPlayground {
  const acts: ActEnvelope[] = [];
  const woken: string[] = [];
  const reported: unknown[] = [];
  let ids = 0;
  const deps: PlaygroundDeps = {
    ...makePlaygroundMemory(),
    async record(act) {
      if (acts.some(({ deliveryKey }) => deliveryKey === act.deliveryKey)) return 'known';
      acts.push(act);
      return 'recorded';
    },
    wake: async (act) => void woken.push(act),
    clock: { now: () => new Date('2026-11-21T10:00:00Z') },
    newId: () => {
      ids += 1;
      return `act-${ids}`;
    },
    media: { folder: 'nowhere' },
    views: NO_VIEWS,
    report: (error) => void reported.push(error),
    ...overrides,
  };
  const playground = makePlayground(deps);
  const ask = async (path: string, init: RequestInit) => playground.routes.request(path, init, from('127.0.0.1'));
  return {
    ...playground,
    ...{ acts, woken, reported, deps },
    get: (path, headers) => ask(path, { headers: { host: 'localhost:3000', ...headers } }),
    post: (path, body, headers) =>
      ask(path, {
        method: 'POST',
        body: JSON.stringify({ as: 'mira', nonce: `nonce-${crypto.randomUUID()}`, ...body }),
        headers: { host: 'localhost:3000', origin: 'http://localhost:3000', ...headers },
      }),
  };
}

/** The part of a connection that the guard looks at. */
export const from = (remoteAddress: string | undefined): Partial<HttpBindings> =>
  // Only the peer's address is read from it.
  ({ incoming: { socket: { remoteAddress } } }) as unknown as HttpBindings;
