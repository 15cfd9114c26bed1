import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BOT_SCOPES } from '../../../src/adapters/slack/subscriptions.ts';
import { type Args, type MethodContext, refusal, type Sharing } from './call.ts';
import { type Delivery, makeDelivery } from './delivery.ts';
import { METHODS } from './methods.ts';
import { readBody } from './read-body.ts';
import { makeSocketHub } from './socket-hub.ts';
import { type FakeChannel, type FakeMessage, type FakeState, type FakeUser, makeState } from './state.ts';
import { makeTiers } from './tiers.ts';

/** What goes wrong with a method's next calls. `after`: the call is carried out, and its answer lost. */
export type Fault =
  | { readonly kind: 'rate-limit'; readonly retryAfterSeconds: number }
  | { readonly kind: 'error'; readonly code: string }
  | { readonly kind: 'status'; readonly status: number; readonly when: 'before' | 'after' }
  | { readonly kind: 'reset'; readonly when: 'before' | 'after' }
  /** Of an upload: its bytes are read, or not even that, and no answer ever comes. */
  | { readonly kind: 'hang'; readonly reads: boolean }
  /** Carried out; then this happens, and no answer ever comes. */
  | { readonly kind: 'silence'; readonly afterwards: () => void };

export interface SlackServer {
  /** For SLACK_API_URL. */
  readonly apiUrl: string;
  readonly state: FakeState;
  readonly sharing: Sharing;
  readonly delivery: Delivery;
  /** Every call, in order. */
  readonly calls: { readonly method: string; readonly args: Args; readonly token: string }[];
  /** The next calls of this method go wrong, one fault each. */
  fail(method: string, ...faults: readonly Fault[]): void;
  /** The first calls of every method are told to wait so many seconds each. Resolves to who was, method by method. */
  limitEvery(retryAfterSeconds: readonly number[]): ReadonlyMap<string, number>;
  /** Before the next call of this method is answered, this happens. */
  during(method: string, work: () => Promise<unknown>): void;
  /** From now on this is a minute in which every method has Slack's tier. */
  keepTiers(): void;
  /** Faults that were not met are taken back. */
  heal(): void;
  person(name: string, more?: Partial<FakeUser>): FakeUser;
  channel(
    name: string,
    more?: Partial<Omit<FakeChannel, 'members'>> & { readonly members?: readonly string[] },
  ): FakeChannel;
  /** Public messages of a channel and its threads, oldest first. */
  messages(channel: string): readonly FakeMessage[];
  socketCount(): number;
  cutSockets(): void;
  stop(): Promise<void>;
}

const TEAM = 'T0STUDIO';

/** A small Slack on loopback: stateful, and able to misbehave on demand. */
export async function startSlackServer(
  options: { readonly team?: string; readonly signingSecret?: string } = {},
): Promise<SlackServer> {
  const state = makeState(options.team ?? TEAM);
  const sharing: Sharing = { afterMs: 5, hiddenInfos: 0, unreadInfos: 0, swallow: 0, isSilent: false };
  const calls: SlackServer['calls'] = [];
  const faults = new Map<string, Fault[]>();
  const meanwhiles = new Map<string, () => Promise<unknown>>();
  let limits: { readonly seconds: readonly number[]; readonly told: Map<string, number> } | null = null;
  let tiers: ReturnType<typeof makeTiers> | null = null;
  const limitOf = (method: string): number | null => {
    const wait = tiers?.(method) ?? null;
    if (wait !== null) return wait;
    const told = limits?.told.get(method) ?? 0;
    const seconds = limits?.seconds[told];
    if (seconds === undefined) return null;
    limits?.told.set(method, told + 1);
    return seconds;
  };
  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number, work: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  };
  const hub = makeSocketHub();
  let url = '';
  const delivery = makeDelivery({
    state,
    hub,
    later,
    replyUrl: () => url,
    signingSecret: options.signingSecret ?? 'test-signing-secret',
  });
  const context: MethodContext = {
    state,
    sharing,
    later,
    emit: (event) => void delivery.event(event),
    get url() {
      return url;
    },
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.on('upgrade', (request, stream) => hub.accept(request, stream));

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    if (path.startsWith('/files-pri/')) return lend(request, response, path.slice('/files-pri/'.length));
    if (path.startsWith('/upload/')) return receive(request, response, path.slice('/upload/'.length));
    if (path.startsWith('/reply/')) return delivery.reply(request, response, path.slice('/reply/'.length));
    const method = path.replace(/^\/api\//, '');
    const args = readArgs(await readBody(request), request.headers['content-type'] ?? '');
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '') || String(args['token'] ?? '');
    calls.push({ method, args, token });
    const meanwhile = meanwhiles.get(method);
    meanwhiles.delete(method);
    await meanwhile?.();
    const limit = limitOf(method);
    const fault: Fault | undefined =
      limit === null ? faults.get(method)?.shift() : { kind: 'rate-limit', retryAfterSeconds: limit };
    if (fault?.kind === 'rate-limit') {
      const headers = { 'retry-after': String(fault.retryAfterSeconds) };
      return send(response, 429, { ok: false, error: 'ratelimited' }, headers);
    }
    if (fault?.kind === 'error') return send(response, 200, { ok: false, error: fault.code, needed: 'files:write' });
    if (fault?.kind === 'silence') {
      answerCall(method, args, token);
      return fault.afterwards();
    }
    if (fault?.kind === 'hang') return;
    if (fault !== undefined && fault.when === 'before')
      return fault.kind === 'status' ? send(response, fault.status, {}) : void response.destroy();
    const answer = answerCall(method, args, token);
    if (fault?.kind === 'status') return send(response, fault.status, {});
    if (fault?.kind === 'reset') return void response.destroy();
    send(response, 200, answer, { 'x-oauth-scopes': [...(state.scopes ?? BOT_SCOPES)].join(',') });
  }

  function answerCall(method: string, args: Args, token: string) {
    if (state.revokedTokens.has(token)) return { ok: false, error: 'token_revoked' };
    const work = METHODS[method];
    if (work === undefined) return { ok: false, error: 'unknown_method' };
    try {
      return { ok: true, ...work(args, context) };
    } catch (error) {
      const code = refusal(error);
      if (code === null) throw error;
      return { ok: false, error: code };
    }
  }

  function lend({ headers }: IncomingMessage, response: ServerResponse, id: string): void {
    const bytes = state.pictures.get(id);
    const isOurs = headers.authorization?.startsWith('Bearer xoxb-') === true;
    response.writeHead(bytes === undefined || !isOurs ? 404 : 200).end(bytes);
  }

  async function receive(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    const file = state.files.get(id);
    // Pictures are no clips: a poster doesn't use up what a clip is to meet.
    const fault = file?.name.endsWith('.mp4') === false ? undefined : faults.get('upload')?.shift();
    const hash = createHash('sha256');
    let bytes = 0;
    if (fault?.kind === 'hang' && !fault.reads) return;
    for await (const chunk of request) {
      bytes += chunk.length;
      hash.update(chunk);
    }
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'reset') return void response.destroy();
    if (fault?.kind === 'status') return send(response, fault.status, {});
    if (file === undefined || bytes !== file.length) return send(response, 400, {});
    file.received = bytes;
    file.sha256 = hash.digest('hex');
    response.writeHead(200).end(`OK - ${bytes}`);
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  state.users.set(state.bot, toUser(state.team, { id: state.bot, name: 'previz', is_bot: true }));

  return {
    apiUrl: `${url}api/`,
    ...{ state, sharing, delivery, calls },
    fail(method, ...more) {
      faults.set(method, [...(faults.get(method) ?? []), ...more]);
    },
    during: (method, work) => void meanwhiles.set(method, work),
    limitEvery(seconds) {
      const told = new Map<string, number>();
      limits = { seconds, told };
      return told;
    },
    keepTiers() {
      tiers = makeTiers();
    },
    heal() {
      tiers = null;
      faults.clear();
      limits = null;
    },
    person(name, more = {}) {
      const user = toUser(state.team, { id: state.id('U'), name, ...more });
      state.users.set(user.id, user);
      return user;
    },
    channel(name, { members = [], ...more } = {}) {
      const channel: FakeChannel = {
        ...{ id: state.id('C'), name, is_private: false, is_archived: false, is_ext_shared: false },
        ...more,
        members: new Set([state.bot, ...state.users.keys(), ...members]),
      };
      state.channels.set(channel.id, channel);
      return channel;
    },
    messages: (channel) =>
      state.messages.filter((message) => message.channel === channel && message.only === null && !message.deleted),
    socketCount: () => hub.count(),
    cutSockets: () => hub.cut(),
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      hub.cut();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

const toUser = (team: string, user: Partial<FakeUser> & Pick<FakeUser, 'id' | 'name'>): FakeUser => ({
  ...{ team_id: team, is_bot: false, is_admin: false, is_restricted: false, tz: 'Europe/Berlin' },
  profile: { display_name: user.name, real_name: user.name },
  ...user,
});

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** As Slack reads them: forms whose objects are JSON, or JSON. */
function readArgs(body: string, type: string): Args {
  if (type.includes('json')) return JSON.parse(body === '' ? '{}' : body);
  const args: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(body)) {
    args[name] = /^[[{]/.test(value) || value === 'true' || value === 'false' ? JSON.parse(value) : value;
  }
  return args;
}
