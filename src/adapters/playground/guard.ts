import { createHash, timingSafeEqual } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

export type PlaygroundEnv = { Bindings: HttpBindings };

const COOKIE = 'previz_playground';

/**
 * Who may come in. Without a token: this machine only, under a loopback name, so that neither the network nor a page
 * of another origin (DNS rebinding, a form that posts here, a tunnel) gets an answer. With one: whoever shows it once.
 */
export function guard(token: string | null): MiddlewareHandler<PlaygroundEnv> {
  return async (c, next) => {
    if (token === null && !isLocal(c)) return c.text(LOCAL_ONLY, 403);
    const isShown = token !== null && isSame(c.req.query('token'), token);
    if (token !== null && !isShown && !isSame(getCookie(c, COOKIE), toPass(token))) return c.text(TOKEN_NEEDED, 401);
    if (!isSameOrigin(c)) return c.text('This request came from another site.', 403);
    await next();
    // Without a redirect: a browser that came from another site would not send a strict cookie along.
    if (isShown)
      setCookie(c, COOKIE, toPass(token), { httpOnly: true, sameSite: 'Strict', path: '/', secure: isSecure(c) });
    return undefined;
  };
}

const LOCAL_ONLY = 'The playground answers this machine only. To open it elsewhere, give it a token.';
const TOKEN_NEEDED = 'Open the playground with the link that has its token.';

function isLocal(c: Context<PlaygroundEnv>): boolean {
  // A proxy or tunnel on this machine makes every peer look local; what it forwards says so.
  if (c.req.header('forwarded') !== undefined || c.req.header('x-forwarded-for') !== undefined) return false;
  return isLoopbackAddress(c.env?.incoming?.socket?.remoteAddress) && isLoopbackName(c.req.header('host'));
}

/** The cookie's value: it opens the playground without telling the token. */
const toPass = (token: string) => createHash('sha256').update(`previz playground ${token}`).digest('hex');

const isSecure = (c: Context) => c.req.header('x-forwarded-proto') === 'https' || c.req.url.startsWith('https:');

/** A link from elsewhere may open the page; nothing else may come from another origin. */
function isSameOrigin(c: Context<PlaygroundEnv>): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isNavigation(c)) return false;
  const origin = c.req.header('origin');
  if (origin === undefined) return true;
  return site === 'same-origin' || (URL.canParse(origin) && new URL(origin).host === c.req.header('host'));
}

const isNavigation = (c: Context) => c.req.method === 'GET' && c.req.header('sec-fetch-mode') === 'navigate';

export const isLoopbackAddress = (address: string | undefined): boolean =>
  address !== undefined && /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/i.test(address);

/** `localhost`, `127.0.0.1` and `[::1]`, with any port; not `127.0.0.1.example.com`. */
export const isLoopbackName = (host: string | undefined): boolean =>
  host !== undefined && /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(host);

function isSame(given: string | undefined, expected: string): boolean {
  if (given === undefined) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
