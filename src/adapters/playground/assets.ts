import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const PAGE = new URL('./page/', import.meta.url);
/** What browsers get: Node's own and the development builds of lit stand in folders below. */
const VENDOR = new URL(import.meta.resolve('lit-html').replace(/(?:node\/)?(?:development\/)?lit-html\.js$/, ''));

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * The page's own rules: no code or style but ours, none inline, and nothing from elsewhere. Trusted types make the
 * browser refuse every `innerHTML` that is not lit's own template.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

export const PAGE_HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/** A file of the page, or of lit-html below `vendor/`; null when there is none. Always asked again, seldom sent again. */
export async function serveAsset(path: string, ifNoneMatch: string | null): Promise<Response | null> {
  if (!/^(?:[a-z][a-z-]*\/)*[a-z][\w-]*\.(?:html|js|css|svg)$/.test(path)) return null;
  const file = path.startsWith('vendor/') ? new URL(path.slice('vendor/'.length), VENDOR) : new URL(path, PAGE);
  const content = await readFile(fileURLToPath(file)).catch(() => null);
  if (content === null) return null;
  const etag = `"${createHash('sha256').update(content).digest('base64url')}"`;
  const headers = {
    ...PAGE_HEADERS,
    'Content-Type': TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    'Cache-Control': 'no-cache',
    ETag: etag,
  };
  return ifNoneMatch === etag ? new Response(null, { status: 304, headers }) : new Response(content, { headers });
}
