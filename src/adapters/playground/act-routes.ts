import type { Hono } from 'hono';
import type { z } from 'zod';
import { TransientError } from '../../core/errors.ts';
import { type ChannelId, channelId, type MessageId, type PersonId } from '../../core/ids.ts';
import { ButtonBody, ChannelBody, FormBody, ReactionBody, ReasonBody, SayBody, toChannelId } from './bodies.ts';
import type { PlaygroundEnv } from './guard.ts';
import { type Inbound, placeOf, type Sender } from './inbound.ts';
import { isVisible, type PlaygroundMessage, type PlaygroundStore } from './store.ts';

interface ActDeps {
  readonly store: PlaygroundStore;
  readonly inbound: Inbound;
  readonly clock: { now(): Date };
  readonly report: (error: unknown) => void;
}

type Outcome = 'taken' | 'form' | 'missing' | 'exists';

/** What people do on the page: acknowledged within a second, or said to be not taken. */
export function addActRoutes(routes: Hono<PlaygroundEnv>, deps: ActDeps): void {
  const { store, inbound } = deps;
  const act = <Body extends z.ZodType>(path: string, schema: Body, take: (body: z.output<Body>) => Promise<Outcome>) =>
    addActRoute(routes, { path, schema, take, report: deps.report });

  act('/messages', SayBody, (body) => inPlace(store, body, () => inbound.say(toSender(body), body, body.text)));
  act('/reactions', ReactionBody, (body) =>
    onMessage(store, body, (message) => inbound.react(toSender(body), message, body)),
  );
  act('/buttons', ButtonBody, ({ verb, target, argument, ...body }) =>
    onMessage(store, body, (message) =>
      inbound.act(toSender(body), placeOf(message), { kind: 'button', verb, target, argument }),
    ),
  );
  act('/forms', FormBody, ({ text, parentTake, ...body }) =>
    inPlace(store, body, async () => {
      await inbound.act(toSender(body), body, { kind: 'form', text, parentTake });
      return 'taken';
    }),
  );
  act('/reasons', ReasonBody, ({ take, text, ...body }) =>
    onMessage(store, body, (message) => inbound.act(toSender(body), placeOf(message), { kind: 'reason', take, text })),
  );
  act('/channels', ChannelBody, async ({ name }) => {
    const id = channelId(toChannelId(name));
    return (await store.channels.create({ id, name: id, createdAt: deps.clock.now() })) ? 'taken' : 'exists';
  });
}

interface ActRoute<Body extends z.ZodType> {
  readonly path: string;
  readonly schema: Body;
  readonly take: (body: z.output<Body>) => Promise<Outcome>;
  readonly report: (error: unknown) => void;
}

function addActRoute<Body extends z.ZodType>(
  routes: Hono<PlaygroundEnv>,
  { path, schema, take, report }: ActRoute<Body>,
): void {
  routes.post(path, async (c) => {
    const read = schema.safeParse(await c.req.json().catch(() => null));
    if (!read.success) return c.json({ ok: false, error: read.error.issues[0]?.message ?? 'Not understood.' }, 400);
    try {
      const outcome = await within(ACT_LIMIT_MS, take(read.data));
      if (outcome === 'missing') return c.json({ ok: false, error: 'It is not there any more.' }, 404);
      if (outcome === 'exists') return c.json({ ok: false, error: 'There is one of that name already.' }, 409);
      return c.json(outcome === 'form' ? { ok: true, form: true } : { ok: true }, 202);
    } catch (error) {
      report(error);
      return c.json({ ok: false, error: 'Not taken, please send it again.' }, 503);
    }
  });
}

/** The sender is told within this time whether the act was taken; what is taken after all is known when it is sent again. */
const ACT_LIMIT_MS = 1_000;

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TransientError('not_taken', 'the act was not recorded in time')), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

interface SenderBody {
  readonly as: Sender['person'];
  readonly nonce: string;
  readonly timeZone: string | null;
}

const toSender = ({ as, nonce, timeZone }: SenderBody): Sender => ({ person: as, nonce, timeZone });

/** The page's word for where it is, checked: a thread stands in its own channel. */
async function inPlace(
  store: PlaygroundStore,
  body: SenderBody & { readonly channel: ChannelId; readonly thread: MessageId | null },
  take: () => Promise<Outcome>,
): Promise<Outcome> {
  if (body.thread === null) return (await store.channels.find(body.channel)) === null ? 'missing' : take();
  const root = await store.messages.load(body.thread);
  const isThere = root !== null && root.channel === body.channel && root.thread === null;
  return isThere && isVisible(root, body.as.id) ? take() : 'missing';
}

async function onMessage(
  store: PlaygroundStore,
  body: SenderBody & { readonly message: MessageId },
  take: (message: PlaygroundMessage) => Promise<unknown>,
): Promise<Outcome> {
  const viewer: PersonId = body.as.id;
  const message = await store.messages.load(body.message);
  if (message === null || !isVisible(message, viewer)) return 'missing';
  await take(message);
  return 'taken';
}
