import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { channelId, type MessageId, messageId, type PersonId, personId } from '../../core/ids.ts';
import { addActRoutes } from './act-routes.ts';
import type { PlaygroundEnv } from './guard.ts';
import type { Inbound } from './inbound.ts';
import type { Live } from './live.ts';
import { findPerson, PEOPLE } from './people.ts';
import { isVisible, type PlaygroundStore } from './store.ts';
import type { PlaygroundViews } from './views.ts';
import { toWireMessage } from './wire.ts';

interface RouteDeps {
  readonly store: PlaygroundStore;
  readonly views: PlaygroundViews;
  readonly inbound: Inbound;
  readonly live: Live;
  readonly clock: { now(): Date };
  readonly report: (error: unknown) => void;
}

const PAGE_OF_ROOTS = 50;
const MAX_BODY_BYTES = 512 * 1024;

/** What the page asks and says; mounted below `/api`. */
export function makeRoutes(deps: RouteDeps): Hono<PlaygroundEnv> {
  const routes = new Hono<PlaygroundEnv>();
  routes.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.json({ ok: false, error: 'Too long.' }, 413) }));
  routes.use(async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
  });
  routes.onError((error, c) => {
    deps.report(error);
    return c.json({ ok: false, error: 'The playground could not answer that; its log says why.' }, 500);
  });
  addReads(routes, deps);
  addActRoutes(routes, deps);
  return routes;
}

function addReads(routes: Hono<PlaygroundEnv>, { store, views, live }: RouteDeps): void {
  routes.get('/state', async (c) => {
    // Read first: what changes while the rest is read is told again by the events.
    const rev = await store.messages.lastRev();
    const channels = (await store.channels.load()).map(({ id, name }) => ({ id, name }));
    return c.json({ rev: String(rev), people: PEOPLE, channels });
  });
  routes.get('/channels/:channel/messages', async (c) => {
    const viewer = readViewer(c.req.query('as'));
    const before = readMessageId(c.req.query('before'));
    const query = { channel: channelId(c.req.param('channel')), viewer, before, limit: PAGE_OF_ROOTS + 1 };
    const found = await store.messages.loadRoots(query);
    return c.json({
      messages: found.slice(-PAGE_OF_ROOTS).map(toWireMessage),
      hasEarlier: found.length > PAGE_OF_ROOTS,
    });
  });
  routes.get('/threads/:root', async (c) => {
    const viewer = readViewer(c.req.query('as'));
    const id = readMessageId(c.req.param('root'));
    const root = id === null ? null : await store.messages.load(id);
    if (root === null || !isVisible(root, viewer)) return c.json({ ok: false, error: 'No such thread.' }, 404);
    const replies = await store.messages.loadThread(root.id, viewer);
    return c.json({ root: toWireMessage(root), replies: replies.map(toWireMessage) });
  });
  routes.get('/channels/:channel/budget', async (c) =>
    c.json(await views.budget(channelId(c.req.param('channel')), readViewer(c.req.query('as')))),
  );
  routes.get('/log', async (c) => {
    const rows = await views.log(
      channelId(c.req.query('channel') ?? ''),
      c.req.query('q') ?? '',
      readViewer(c.req.query('as')),
    );
    return c.json({ rows });
  });
  routes.get('/brief', async (c) => {
    const channel = channelId(c.req.query('channel') ?? '');
    const text = await views.brief?.(c.req.query('target') ?? '', channel, readViewer(c.req.query('as')));
    return c.json({ text: text ?? null });
  });
  routes.get('/catalog', async (c) => c.json(await views.catalog()));
  routes.get('/events', (c) => {
    const since = readRev(c.req.header('last-event-id')) ?? readRev(c.req.query('since'));
    return c.body(live.open(readViewer(c.req.query('as')), since), 200, {
      'Content-Type': 'text/event-stream',
      'X-Accel-Buffering': 'no',
    });
  });
}

/** Whoever is not of the cast sees what everybody sees. */
const NOBODY = personId('nobody');
const readViewer = (id: string | undefined): PersonId => findPerson(id ?? '')?.id ?? NOBODY;

const readMessageId = (id: string | undefined): MessageId | null =>
  id !== undefined && /^[1-9]\d{0,17}$/.test(id) ? messageId(id) : null;

const readRev = (rev: string | undefined): bigint | null =>
  rev !== undefined && /^\d{1,18}$/.test(rev) ? BigInt(rev) : null;
