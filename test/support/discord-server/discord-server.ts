import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Call } from './answers.ts';
import { type Faults, makeFaults } from './faults.ts';
import { type FakeGateway, makeGateway, toChannel, toGuildCreate } from './gateway.ts';
import { makePeople, type People } from './people.ts';
import { INVITED } from './rights.ts';
import { makeRoutes } from './routes.ts';
import { readSpec } from './spec.ts';
import {
  blankChannel,
  type Channel,
  type Guild,
  isForum,
  KINDS,
  makeIds,
  THREAD,
  type User,
  type World,
} from './world.ts';

export interface DiscordServer extends People {
  /** For DISCORD_API_URL. */
  readonly apiUrl: string;
  readonly token: string;
  readonly world: World;
  readonly gateway: FakeGateway;
  readonly faults: Faults;
  /** Every request, as it came. */
  readonly calls: readonly Call[];
  /** What didn't fit Discord's published description. */
  readonly violations: readonly string[];
  readonly checksSpec: boolean;
  addGuild(premiumTier?: number): Guild;
  addPerson(
    guild: Guild,
    name: string,
    more?: { readonly bot?: boolean; readonly admin?: boolean; readonly roles?: readonly string[] },
  ): User;
  addChannel(guild: Guild, kind?: keyof typeof KINDS): Channel;
  /** A thread that people opened themselves. */
  addThread(channel: Channel, owner: User): Channel;
  /** Something that a person uploads: its address. */
  addFile(name: string, bytes: Uint8Array): string;
  /** What the bot may do there from now on. */
  changeRights(channel: Channel, rights: bigint): void;
  /** This Discord's clock runs ahead by so much more. */
  advance(ms: number): void;
  stop(): Promise<void>;
}

/** A Discord of the tests' own, on loopback: HTTP and gateway on one port. */
export async function startDiscordServer(): Promise<DiscordServer> {
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const newId = makeIds(now);
  const botId = newId();
  const world: World = {
    token: `${Buffer.from(botId).toString('base64url')}.${randomBytes(12).toString('base64url')}`,
    me: { id: botId, username: 'Previz', global_name: null, bot: true, discriminator: '0', avatar: null },
    application: newId(),
    guilds: new Map(),
    channels: new Map(),
    interactions: new Map(),
    commands: new Map(),
    recommendedShards: 1,
    newId,
  };
  const faults = makeFaults();
  const calls: Call[] = [];
  const violations: string[] = [];
  const check = readSpec();
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const socketUrl = `ws://127.0.0.1:${port}`;
  const origin = `http://127.0.0.1:${port}`;
  const files = new Map<string, Uint8Array>();
  const gateway = makeGateway(server, world, () => socketUrl);
  const handle = makeRoutes({ world, gateway: () => gateway, url: () => socketUrl, now });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = files.get(new URL(request.url ?? '/', origin).pathname);
    if (file !== undefined) {
      response.end(file);
      return;
    }
    const call = await readCall(request);
    const fault = faults.take(call);
    if (fault?.kind === 'refuse') {
      request.socket.destroy();
      return;
    }
    calls.push(call);
    if (check !== null && call.method !== 'GET') {
      const hasBody = Object.keys(call.body).length > 0 || call.files.length > 0;
      const problem = check(call.method, call.path, hasBody ? call.body : undefined);
      if (problem !== null) violations.push(`${problem} — ${JSON.stringify(call.body).slice(0, 600)}`);
    }
    if (fault?.kind === 'status')
      return answer(response, { status: fault.value ?? 500, body: { code: fault.code ?? 0, message: 'fault' } });
    if (fault?.kind === 'limit') {
      const seconds = fault.value ?? 1;
      response.setHeader('retry-after', String(seconds));
      return answer(response, {
        status: 429,
        body: { message: 'You are being rate limited.', retry_after: seconds, global: false },
      });
    }
    if (fault?.kind === 'delay') await pause(fault.value ?? 100);
    const answered = handle(fault?.kind === 'truncate' ? toHalves(call) : call);
    if (fault?.kind === 'stall') return;
    if (fault?.kind === 'swallow') {
      request.socket.destroy();
      return;
    }
    answer(response, answered);
  }

  return {
    apiUrl: `${origin}/api`,
    token: world.token,
    world,
    gateway,
    faults,
    calls,
    violations,
    checksSpec: check !== null,
    ...makePeople({ world, gateway, now }),
    addGuild(premiumTier = 0) {
      const id = newId();
      const guild: Guild = {
        id,
        name: 'Studio',
        ownerId: newId(),
        premiumTier,
        botRights: INVITED,
        members: new Map(),
        roles: [
          { id, name: '@everyone', permissions: '0' },
          { id: newId(), name: ADMIN, permissions: '8' },
        ],
      };
      world.guilds.set(guild.id, guild);
      gateway.dispatch(guild.id, 'GUILD_CREATE', toGuildCreate(world, guild));
      return guild;
    },
    addPerson(guild, name, { bot = false, admin = false, roles = [] } = {}) {
      const user: User = {
        id: newId(),
        username: name.toLowerCase(),
        global_name: name,
        bot,
        discriminator: '0',
        avatar: null,
      };
      const given = guild.roles.filter(({ name: role }) => admin && role === ADMIN).map(({ id }) => id);
      guild.members.set(user.id, { user, roles: [...roles, ...given], permissions: admin ? 8n : 0n });
      return user;
    },
    addChannel(guild, kind = 'text') {
      const channel: Channel = {
        ...blankChannel(newId(), KINDS[kind]),
        guild: guild.id,
        name: `channel-${world.channels.size}`,
        rights: INVITED,
        bot: world.me.id,
        availableTags: isForum(KINDS[kind])
          ? ['Open', 'Approved', 'Rejected'].map((tag) => ({ id: newId(), name: tag }))
          : [],
      };
      world.channels.set(channel.id, channel);
      gateway.dispatch(guild.id, 'CHANNEL_CREATE', toChannel(channel));
      return channel;
    },
    addThread(channel, owner) {
      const { guild, rights, bot } = channel;
      const own = { guild, rights, bot, parent: channel.id, owner: owner.id, name: 'what people talk about' };
      const thread: Channel = { ...blankChannel(newId(), THREAD), ...own };
      world.channels.set(thread.id, thread);
      gateway.dispatch(guild, 'THREAD_CREATE', toChannel(thread));
      return thread;
    },
    addFile(name, bytes) {
      const path = `/attachments/${newId()}/${name}`;
      files.set(path, bytes);
      return `${origin}${path}?ex=1`;
    },
    changeRights(channel, rights) {
      channel.rights = rights;
      gateway.dispatch(channel.guild, 'CHANNEL_UPDATE', toChannel(channel));
    },
    advance(ms) {
      aheadMs += ms;
    },
    async stop() {
      await gateway.stop();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** The role that those have who may do everything. */
const ADMIN = 'Admin';

const toHalves = (call: Call): Call => ({
  ...call,
  files: call.files.map(({ name, bytes }) => ({ name, bytes: bytes.subarray(0, bytes.byteLength >> 1) })),
});

function answer(response: ServerResponse, { status, body }: Answer): void {
  response.statusCode = status;
  if (body === undefined) {
    response.end();
    return;
  }
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? '/', 'http://discord');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  const shared = {
    method: request.method ?? 'GET',
    path: url.pathname.replace(/^\/api\/v10/, '').replaceAll('%40', '@'),
    query: url.searchParams,
    token: request.headers.authorization ?? null,
  };
  if (!type.startsWith('multipart/form-data'))
    return { ...shared, body: raw.length === 0 ? {} : (JSON.parse(raw.toString()) as Call['body']), files: [] };
  const form = await new Response(raw, { headers: { 'content-type': type } }).formData();
  const files: { name: string; bytes: Uint8Array }[] = [];
  for (const [, part] of form)
    if (typeof part !== 'string') files.push({ name: part.name, bytes: new Uint8Array(await part.arrayBuffer()) });
  const json = form.get('payload_json');
  return { ...shared, body: JSON.parse(typeof json === 'string' ? json : '{}') as Call['body'], files };
}
