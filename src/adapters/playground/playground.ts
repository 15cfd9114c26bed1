import { Hono } from 'hono';
import type { ActEnvelope } from '../../core/act/act.ts';
import { type ActId, channelId } from '../../core/ids.ts';
import type { ChatSurface } from '../../core/ports/chat-surface.ts';
import { serveMedia } from '../media/serve.ts';
import { PAGE_HEADERS, serveAsset } from './assets.ts';
import { guard, type PlaygroundEnv } from './guard.ts';
import { makeInbound } from './inbound.ts';
import { makeLive } from './live.ts';
import { makeRoutes } from './routes.ts';
import type { Listen, PlaygroundStore } from './store.ts';
import { makePlaygroundSurface } from './surface.ts';
import type { PlaygroundViews } from './views.ts';

export interface PlaygroundDeps {
  readonly store: PlaygroundStore;
  readonly listen: Listen;
  /** One insert; throws when the act could not be taken. */
  readonly record: (act: ActEnvelope) => Promise<'recorded' | 'known'>;
  /** Says that there is an act to work on; what is lost here is found by the sweeper. */
  readonly wake: (act: ActId) => Promise<void>;
  readonly clock: { now(): Date };
  readonly newId: () => string;
  readonly media: { readonly folder: string };
  readonly views: PlaygroundViews;
  /** Hears what went wrong while the page was told something calmer. */
  readonly report: (error: unknown) => void;
  /** Opens the playground beyond this machine, to whoever has the token. */
  readonly token?: string;
}

export interface Playground {
  /** To be mounted at `/`; it answers `/`, `/page/*`, `/api/*` and `/media/*`, and leaves every other path alone. */
  readonly routes: Hono<PlaygroundEnv>;
  readonly surface: ChatSurface;
  /** The first channels; may be repeated. */
  seed(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const FIRST_CHANNELS = ['previz-lab', 'spot-coffee'] as const;

/** A small chat workspace on a local page: a surface like Slack, with no rule of its own. */
export function makePlayground(deps: PlaygroundDeps): Playground {
  const { store, clock } = deps;
  const live = makeLive({ ...deps, messages: store.messages });
  return {
    routes: mount(deps, makeRoutes({ ...deps, inbound: makeInbound(deps), live })),
    surface: makePlaygroundSurface(deps),
    async seed() {
      for (const id of FIRST_CHANNELS) {
        await store.channels.create({ id: channelId(id), name: id, createdAt: clock.now() });
      }
    },
    start: () => live.start(),
    stop: () => live.stop(),
  };
}

function mount({ token, media }: PlaygroundDeps, api: Hono<PlaygroundEnv>): Hono<PlaygroundEnv> {
  const routes = new Hono<PlaygroundEnv>();
  const isAllowed = guard(token ?? null);
  for (const path of ['/', '/page/*', '/api/*', '/media/*']) routes.use(path, isAllowed);
  routes.use('/api/*', async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(PAGE_HEADERS)) c.header(name, value);
  });
  routes.route('/api', api);
  routes.get('/media/:path{.+}', (c) => {
    const { method, raw } = c.req;
    const saveAs = c.req.query('name') ?? null;
    return serveMedia(media.folder, { path: c.req.param('path'), method, headers: raw.headers, saveAs });
  });
  routes.get('/', async (c) => (await serveAsset('index.html', c.req.header('if-none-match') ?? null)) ?? c.notFound());
  routes.get(
    '/page/:path{.+}',
    async (c) => (await serveAsset(c.req.param('path'), c.req.header('if-none-match') ?? null)) ?? c.notFound(),
  );
  return routes;
}
