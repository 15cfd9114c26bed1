import { type LookupAddress, lookup as resolve } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { PermanentError, TransientError } from '../../../core/errors.ts';
import { addressKind } from './addresses.ts';
import { readRetryAfter, safeText } from './read-failure.ts';

export interface OpenUrlOptions {
  /** Sent to the first host only; a redirect elsewhere loses them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The configured address of the provider (null: none). Its own host is trusted as configured, also in a private network; where it is on this machine, its links may be, too. */
  readonly own: string | null;
  readonly maxBytes: number;
  readonly limits?: Partial<Limits>;
}

interface Reach {
  readonly own: URL | null;
  readonly local: boolean;
}

interface Limits {
  /** Until the first byte of the answer, and between two pieces of the body. */
  readonly silenceMs: number;
  /** For the whole body: with `minBytesPerSecond`, what ends a drip. */
  readonly totalMs: number;
  readonly minBytesPerSecond: number;
}

const LIMITS: Limits = { silenceMs: 30_000, totalMs: 15 * 60_000, minBytesPerSecond: 4_096 };
const MAX_REDIRECTS = 3;
/** Before this much time has passed a slow start is not a drip. */
const GRACE_MS = 20_000;

export interface OpenedUrl {
  readonly contentType: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Streams what stands behind a link under the rules of design §8: https only, no private address after DNS (the checked
 * address is the one that is connected to), redirects followed by hand and checked again, a cap on bytes and time. Throws
 * TransientError where the link may be asked for again, PermanentError `refused_url` where it may not be opened at all.
 */
export async function openUrl(link: string | URL, options: OpenUrlOptions): Promise<OpenedUrl> {
  const limits = { ...LIMITS, ...options.limits };
  const reach = reachOf(options.own);
  const first = readUrl(link);
  const answer = await follow(first, { reach, headers: options.headers ?? {}, silenceMs: limits.silenceMs });
  return {
    contentType: String(answer.headers['content-type'] ?? ''),
    bytes: pour(answer, { limits, maxBytes: options.maxBytes }),
  };
}

interface Following {
  readonly reach: Reach;
  readonly headers: Readonly<Record<string, string>>;
  readonly silenceMs: number;
}

async function follow(first: URL, following: Following): Promise<IncomingMessage> {
  let url = first;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    checkUrl(url, following.reach);
    const headers = url.origin === first.origin ? following.headers : {};
    const answer = await ask(url, { ...following, headers });
    const { statusCode: status = 0 } = answer;
    if (status === 200) return answer;
    answer.destroy();
    const next = answer.headers.location;
    if (![301, 302, 303, 307, 308].includes(status) || next === undefined) throw toStatusError(status, answer);
    url = readUrl(next, url);
  }
  throw new PermanentError('refused_url', 'the link is redirected too often');
}

/**
 * Node's own client, one connection a call: an address that was checked for one download is not used for another. Not
 * undici: its parser breaks the process when a server closes behind a body that is not read yet (7.30.2, `assert(!this.paused)`).
 */
function ask(url: URL, { headers, reach, silenceMs }: Following): Promise<IncomingMessage> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((answered, failed) => {
    const request = send(
      url,
      { method: 'GET', headers, agent: false, timeout: silenceMs, lookup: checkedLookup(reach) },
      answered,
    );
    request.on('timeout', () => request.destroy(new Error('silence')));
    request.on('error', (cause) => {
      failed(refusedBy(cause) ?? new TransientError('unreachable', `${url.host} did not answer`, { cause }));
    });
    request.end();
  });
}

function toStatusError(status: number, answer: IncomingMessage): Error {
  const wait = answer.headers['retry-after'];
  const retryAfterMs = wait === undefined ? null : readRetryAfter(new Headers({ 'retry-after': wait }));
  return new TransientError('link_died', `the link answered ${status}`, {
    facts: { status },
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  });
}

/** Reads the body with its limits. A body shorter than its Content-Length ends in an error; one cut short in chunks does not. */
async function* pour(
  body: IncomingMessage,
  { limits, maxBytes }: { readonly limits: Limits; readonly maxBytes: number },
): AsyncGenerator<Uint8Array> {
  const startedAt = performance.now();
  let length = 0;
  try {
    for await (const chunk of body) {
      length += chunk.byteLength;
      if (length > maxBytes) throw new PermanentError('clip_too_big', `more than ${maxBytes} bytes`);
      const ms = performance.now() - startedAt;
      const isDrip = ms > GRACE_MS && (length / ms) * 1000 < limits.minBytesPerSecond;
      if (isDrip || ms > limits.totalMs) throw new TransientError('too_slow', 'the download is too slow');
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof TransientError || cause instanceof PermanentError) throw cause;
    throw new TransientError('cut_off', 'the download broke off', { cause });
  } finally {
    body.destroy();
  }
}

function readUrl(link: string | URL, base?: URL): URL {
  const url = base === undefined ? URL.parse(String(link)) : URL.parse(String(link), base.href);
  if (url === null) throw new PermanentError('refused_url', 'the link can not be read');
  return url;
}

function checkUrl(url: URL, reach: Reach): void {
  if (url.origin === reach.own?.origin && url.username === '') return;
  const kind = /^[\d.]+$|^\[/.test(url.hostname) ? addressKind(url.hostname) : null;
  const isLocal = kind === 'loopback' || url.hostname === 'localhost';
  const isAllowed = isLocal ? reach.local : url.protocol === 'https:' && kind !== 'closed';
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  if (!isWeb || !isAllowed || url.username !== '' || url.password !== '')
    throw new PermanentError('refused_url', `links to ${safeText(url.host)} are not opened`);
}

/** Resolves once, refuses the host if any of its addresses is closed, and hands on only what was checked. */
const checkedLookup =
  (reach: Reach): LookupFunction =>
  (host, options, done) => {
    const isOwn = host === reach.own?.hostname;
    resolve(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, []);
      const bad = !isOwn && found.some(({ address }) => !isReachable(address, reach));
      if (bad || found.length === 0)
        return done(new PermanentError('refused_url', `links to ${host} are not opened`), []);
      return options.all === true ? done(null, found) : answerOne(done, found);
    });
  };

const answerOne = (done: Parameters<LookupFunction>[2], found: readonly LookupAddress[]) =>
  done(null, found[0]?.address ?? '', found[0]?.family);

function isReachable(address: string, reach: Reach): boolean {
  const kind = addressKind(address);
  return kind === 'public' || (kind === 'loopback' && reach.local);
}

function refusedBy(error: unknown): PermanentError | null {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof PermanentError) return at;
  return null;
}

function reachOf(own: string | null): Reach {
  const url = own === null ? null : URL.parse(own);
  const host = url?.hostname ?? '';
  const local = host === 'localhost' || (/^[\d.]+$|^\[/.test(host) && addressKind(host) === 'loopback');
  return { own: url, local };
}
