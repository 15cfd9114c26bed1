import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { z } from 'zod';
import { type ChannelId, channelId, type MessageId, messageId, type PersonId, personId } from '../../core/ids.ts';
import { ButtonBody, ChannelBody, FormBody, ReactionBody, ReasonBody, SayBody, toChannelId } from './bodies.ts';
import type { PlaygroundEnv } from './guard.ts';
import { type Inbound, placeOf } from './inbound.ts';
import type { Live } from './live.ts';
import { findPerson, PEOPLE } from './people.ts';
import type { PlaygroundMessage, PlaygroundStore } from './store.ts';
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
const NOT_TAKEN = 'Not taken, please send it again.';
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
  addActs(routes, deps);
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
  routes.get('/channels/:channel/budget', async (c) => c.json(await views.budget(channelId(c.req.param('channel')))));
  routes.get('/log', async (c) => {
    const rows = await views.log(channelId(c.req.query('channel') ?? ''), c.req.query('q') ?? '');
    return c.json({ rows });
  });
  routes.get('/brief', async (c) => c.json({ text: (await views.brief?.(c.req.query('target') ?? '')) ?? null }));
  routes.get('/catalog', async (c) => c.json(await views.catalog()));
  routes.get('/events', (c) => {
    const since = readRev(c.req.header('last-event-id')) ?? readRev(c.req.query('since'));
    return c.body(live.open(readViewer(c.req.query('as')), since), 200, {
      'Content-Type': 'text/event-stream',
      'X-Accel-Buffering': 'no',
    });
  });
}

function addActs(routes: Hono<PlaygroundEnv>, { store, inbound, clock, report }: RouteDeps): void {
  const act = <Body extends z.ZodType>(path: string, schema: Body, take: (body: z.output<Body>) => Promise<Outcome>) =>
    routes.post(path, async (c) => {
      const read = schema.safeParse(await c.req.json().catch(() => null));
      if (!read.success) return c.json({ ok: false, error: read.error.issues[0]?.message ?? 'Not understood.' }, 400);
      try {
        const outcome = await take(read.data);
        if (outcome === 'missing') return c.json({ ok: false, error: 'It is not there any more.' }, 404);
        return c.json(outcome === 'form' ? { ok: true, form: true } : { ok: true }, 202);
      } catch (error) {
        report(error);
        return c.json({ ok: false, error: NOT_TAKEN }, 503);
      }
    });
  const inChannel = async (id: ChannelId, take: () => Promise<Outcome>) =>
    (await store.channels.find(id)) === null ? 'missing' : take();
  const onMessage = async (id: MessageId, viewer: PersonId, take: (message: PlaygroundMessage) => Promise<unknown>) => {
    const message = await store.messages.load(id);
    if (message === null || !isVisible(message, viewer)) return 'missing';
    await take(message);
    return 'taken';
  };

  act('/messages', SayBody, (body) => inChannel(body.channel, () => inbound.say(toSender(body), body, body.text)));
  act('/reactions', ReactionBody, (body) =>
    onMessage(body.message, body.as.id, (message) => inbound.react(toSender(body), message, body)),
  );
  act('/buttons', ButtonBody, ({ verb, target, argument, ...body }) =>
    onMessage(body.message, body.as.id, (message) =>
      inbound.act(toSender(body), placeOf(message), { kind: 'button', verb, target, argument }),
    ),
  );
  act('/forms', FormBody, ({ text, parentTake, ...body }) =>
    inChannel(body.channel, async () => {
      await inbound.act(toSender(body), body, { kind: 'form', text, parentTake });
      return 'taken';
    }),
  );
  act('/reasons', ReasonBody, ({ take, text, ...body }) =>
    onMessage(body.message, body.as.id, (message) =>
      inbound.act(toSender(body), placeOf(message), { kind: 'reason', take, text }),
    ),
  );
  act('/channels', ChannelBody, async ({ name }) => {
    const id = toChannelId(name);
    const isMade =
      id !== null && (await store.channels.create({ id: channelId(id), name: id, createdAt: clock.now() }));
    return isMade ? 'taken' : 'missing';
  });
}

type Outcome = 'taken' | 'form' | 'missing';

const isVisible = ({ audience }: PlaygroundMessage, viewer: PersonId): boolean =>
  audience === null || audience === viewer;

const toSender = ({ as, nonce, timeZone }: Pick<z.output<typeof SayBody>, 'as' | 'nonce' | 'timeZone'>) => ({
  person: as,
  nonce,
  timeZone,
});

/** Whoever is not of the cast sees what everybody sees. */
const NOBODY = personId('nobody');
const readViewer = (id: string | undefined): PersonId => findPerson(id ?? '')?.id ?? NOBODY;

const readMessageId = (id: string | undefined): MessageId | null =>
  id !== undefined && /^[1-9]\d{0,17}$/.test(id) ? messageId(id) : null;

const readRev = (rev: string | undefined): bigint | null =>
  rev !== undefined && /^\d{1,18}$/.test(rev) ? BigInt(rev) : null;
