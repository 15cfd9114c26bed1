import { REST, RESTEvents } from 'discord.js';
import { TransientError } from '../../core/errors.ts';

export interface DiscordApi {
  /** By bot token. */
  readonly bot: REST;
  /** By interaction token: Discord counts these outside the fifty requests a second of a bot. */
  readonly interactions: REST;
}

export interface ApiOptions {
  readonly token: string;
  /** null: Discord itself. Such as `http://127.0.0.1:4000/api`. */
  readonly apiUrl: string | null;
  readonly report: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  readonly now?: () => number;
}

/** A hundred mebibytes at one mebibyte a second, and some. */
const UPLOAD_TIMEOUT_MS = 120_000;
/** An answer to an interaction is worth nothing after three seconds. */
const ANSWER_TIMEOUT_MS = 3_000;
/** A longer wait is handed to the queue, so that it is done by whoever is free then. */
const PATIENCE_MS = 5_000;

/** The two clients of Discord's HTTP interface. Nothing is sent twice by them: the outbox does that, with a nonce. */
export function makeApi({ token, apiUrl, report, now = Date.now }: ApiOptions): DiscordApi {
  const where = apiUrl === null ? {} : { api: apiUrl };
  const brake = makeBrake(now, report);
  const makeRequest = watchToken(now, report, brake.guard(withOwnForms(new REST().options.makeRequest)));
  const bot = new REST({
    ...where,
    version: '10',
    timeout: UPLOAD_TIMEOUT_MS,
    retries: 0,
    makeRequest,
    rejectOnRateLimit: ({ timeToReset, retryAfter }) => Math.max(timeToReset, retryAfter) > PATIENCE_MS,
  }).setToken(token);
  const interactions = new REST({
    ...where,
    version: '10',
    timeout: ANSWER_TIMEOUT_MS,
    retries: 0,
    makeRequest,
    globalRequestsPerSecond: 1_000,
    rejectOnRateLimit: ({ timeToReset, retryAfter }) => Math.max(timeToReset, retryAfter) > ANSWER_TIMEOUT_MS,
  });
  bot.on(RESTEvents.RateLimited, ({ route, method, retryAfter, scope }) =>
    report({ route, method, retryAfter, scope }, 'discord asks to wait'),
  );
  return { bot, interactions };
}

/** Discord bans an address for an hour after 10,000 invalid requests in ten minutes, whoever sent them from there. */
const MAX_INVALID = 500;
const WINDOW_MS = 10 * 60_000;

type MakeRequest = REST['options']['makeRequest'];

/** Counts refused requests and stops sending long before Discord would ban the address. */
export function makeBrake(now: () => number, report: ApiOptions['report']): { guard(send: MakeRequest): MakeRequest } {
  let since = now();
  let invalid = 0;
  return {
    guard: (send) => async (url, init) => {
      if (now() - since > WINDOW_MS) {
        since = now();
        invalid = 0;
      }
      if (invalid >= MAX_INVALID)
        throw new TransientError('invalid_requests', 'too many requests were refused by Discord, so it is left alone', {
          retryAfterMs: Math.max(since + WINDOW_MS - now(), 1_000),
        });
      const response = await send(url, init);
      if (isInvalid(response)) {
        invalid += 1;
        if (invalid === MAX_INVALID) report({ invalid }, 'discord refused too many requests: nothing is sent for now');
      }
      return response;
    },
  };
}

/** A refused token is tried again after this long: nothing else is sent until then. */
const TOKEN_AGAIN_MS = 60_000;

/** At the first 401 discord.js forgets the token, and no later try could ever succeed; so it never hears of one. */
function watchToken(now: () => number, report: ApiOptions['report'], send: MakeRequest): MakeRequest {
  let quietUntil = 0;
  const refused = () =>
    new TransientError('discord_token', 'Discord refuses the bot token. Set DISCORD_TOKEN anew.', {
      retryAfterMs: Math.max(quietUntil - now(), 1_000),
    });
  return async (url, init) => {
    const isByToken = 'Authorization' in (init.headers as Record<string, string>); // as discord.js makes them
    if (!isByToken) return send(url, init);
    if (now() < quietUntil) throw refused();
    const response = await send(url, init);
    if (response.status !== 401) return response;
    await response.arrayBuffer();
    quietUntil = now() + TOKEN_AGAIN_MS;
    report({}, 'discord refuses the bot token: nothing is sent with it for a minute');
    throw refused();
  };
}

type ResponseLike = Awaited<ReturnType<MakeRequest>>;

/**
 * discord.js brings undici 6, the app has undici 7, and whoever is loaded first makes the dispatcher that both use; 7
 * knows no form of 6 ("action is not a function"). So a form becomes bytes before either sees it.
 */
const withOwnForms =
  (send: MakeRequest): MakeRequest =>
  async (url, init) => {
    if (!(init.body instanceof FormData)) return send(url, init);
    const encoded = new Response(init.body);
    const headers = {
      ...(init.headers as Record<string, string>),
      'content-type': encoded.headers.get('content-type') ?? '',
    };
    return send(url, { ...init, headers, body: new Uint8Array(await encoded.arrayBuffer()) });
  };

/** A limit that all bots share is nobody's fault and isn't counted. */
const isInvalid = ({ status, headers }: ResponseLike): boolean =>
  status === 401 || status === 403 || (status === 429 && headers.get('x-ratelimit-scope') !== 'shared');
