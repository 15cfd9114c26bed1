import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Channel, type Guild, isForum, THREAD, type World } from './world.ts';

interface Session {
  readonly id: string;
  readonly shard: readonly [number, number];
  sequence: number;
  readonly sent: { readonly op: 0; readonly t: string; readonly d: unknown; readonly s: number }[];
  socket: WebSocket | null;
}

/** Once, twice with the same number, never, or held back until `release`. */
export type How = 'once' | 'twice' | 'never' | 'held';

export interface FakeGateway {
  /** Tells whoever listens to this guild. */
  dispatch(guild: string | null, t: string, d: unknown, how?: How): void;
  /** Sends what was held back, in that order or the other way round. */
  release(order: 'as-held' | 'reversed'): void;
  /** How often whoever connects from now on has to give a sign of life. */
  heartbeatMs(ms: number): void;
  /** As a line that died without a word: the connections stay open, and nothing is heard or answered on them. */
  goDeaf(): void;
  /** Cuts every connection; sessions may be resumed. */
  cut(): void;
  /** Forgets every session and cuts: what comes back has to identify anew. */
  forget(): void;
  /** Asks everybody to reconnect. */
  askReconnect(): void;
  connected(): number;
  readonly identified: readonly { readonly intents: number; readonly shard: readonly [number, number] }[];
  readonly resumed: number;
  readonly heartbeats: number;
  stop(): Promise<void>;
}

const HEARTBEAT_MS = 5_000;

/** The gateway of this Discord, on the same port as its HTTP interface. */
export function makeGateway(server: Server, world: World, urlOf: () => string): FakeGateway {
  const sessions = new Map<string, Session>();
  const sockets = new Set<WebSocket>();
  const deaf = new WeakSet<WebSocket>();
  const held: (() => void)[] = [];
  let everyMs = HEARTBEAT_MS;
  const identified: { intents: number; shard: readonly [number, number] }[] = [];
  const counts = { resumed: 0, heartbeats: 0 };
  const wss = new WebSocketServer({ server });

  const send = (socket: WebSocket | null, packet: unknown) => {
    if (socket !== null && socket.readyState === socket.OPEN && !deaf.has(socket)) socket.send(JSON.stringify(packet));
  };
  const tell = (session: Session, t: string, d: unknown, how: How) => {
    session.sequence += 1;
    const packet = { op: 0, t, d, s: session.sequence } as const;
    if (how === 'never') return;
    session.sent.push(packet);
    send(session.socket, packet);
    if (how === 'twice') send(session.socket, packet);
  };

  wss.on('connection', (socket) => {
    sockets.add(socket);
    let session: Session | null = null;
    send(socket, { op: 10, d: { heartbeat_interval: everyMs } });
    socket.on('close', () => {
      sockets.delete(socket);
      if (session?.socket === socket) session.socket = null;
    });
    socket.on('message', (raw) => {
      if (deaf.has(socket)) return;
      const packet = JSON.parse(String(raw)) as { op: number; d: Readonly<Record<string, unknown>> };
      if (packet.op === 1) {
        counts.heartbeats += 1;
        send(socket, { op: 11 });
      } else if (packet.op === 2) {
        if (packet.d['token'] !== world.token) {
          socket.close(4004, 'Authentication failed.');
          return;
        }
        const shard = (packet.d['shard'] ?? [0, 1]) as readonly [number, number];
        identified.push({ intents: Number(packet.d['intents']), shard });
        session = { id: randomBytes(16).toString('hex'), shard, sequence: 0, sent: [], socket };
        sessions.set(session.id, session);
        const guilds = [...world.guilds.values()].filter((guild) => isOn(guild.id, shard));
        tell(session, 'READY', toReady(world, session, guilds, urlOf()), 'once');
        for (const guild of guilds) tell(session, 'GUILD_CREATE', toGuildCreate(world, guild), 'once');
      } else if (packet.op === 6) {
        const found = sessions.get(String(packet.d['session_id']));
        if (found === undefined || packet.d['token'] !== world.token) {
          send(socket, { op: 9, d: false });
          return;
        }
        counts.resumed += 1;
        session = found;
        found.socket = socket;
        const since = Number(packet.d['seq']);
        for (const missed of found.sent) if (missed.s > since) send(socket, missed);
        tell(found, 'RESUMED', {}, 'once');
      }
    });
  });

  const isOn = (guild: string, [id, count]: readonly [number, number]) =>
    Number((BigInt(guild) >> 22n) % BigInt(count)) === id;

  return {
    identified,
    get resumed() {
      return counts.resumed;
    },
    get heartbeats() {
      return counts.heartbeats;
    },
    dispatch(guild, t, d, how = 'once') {
      if (how === 'held') {
        held.push(() => this.dispatch(guild, t, d));
        return;
      }
      for (const session of sessions.values())
        if (guild === null ? session.shard[0] === 0 : isOn(guild, session.shard)) tell(session, t, d, how);
    },
    release(order) {
      for (const send of order === 'as-held' ? held.splice(0) : held.splice(0).reverse()) send();
    },
    heartbeatMs(ms) {
      everyMs = ms;
    },
    goDeaf() {
      for (const socket of sockets) deaf.add(socket);
    },
    cut() {
      for (const socket of sockets) socket.terminate();
    },
    forget() {
      sessions.clear();
      for (const socket of sockets) socket.terminate();
    },
    askReconnect() {
      for (const socket of sockets) send(socket, { op: 7, d: null });
    },
    connected: () => [...sessions.values()].filter(({ socket }) => socket?.readyState === 1).length,
    stop: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.terminate();
        wss.close(() => done());
      }),
  };
}

const toReady = (world: World, session: Session, guilds: readonly Guild[], url: string) => ({
  v: 10,
  user: { ...world.me, verified: true, mfa_enabled: true, email: null, flags: 0 },
  guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
  session_id: session.id,
  resume_gateway_url: url,
  shard: session.shard,
  application: { id: world.application, flags: 0 },
});

export const toGuildCreate = (world: World, guild: Guild) => ({
  id: guild.id,
  name: guild.name,
  owner_id: guild.ownerId,
  premium_tier: guild.premiumTier,
  roles: guild.roles.map((role, position) => ({
    ...role,
    position,
    color: 0,
    hoist: false,
    managed: false,
    mentionable: false,
    flags: 0,
  })),
  emojis: [],
  stickers: [],
  features: [],
  members: [toSelf(world)],
  presences: [],
  voice_states: [],
  stage_instances: [],
  guild_scheduled_events: [],
  member_count: guild.members.size,
  joined_at: new Date(0).toISOString(),
  large: false,
  unavailable: false,
  afk_timeout: 60,
  verification_level: 0,
  default_message_notifications: 0,
  explicit_content_filter: 0,
  mfa_level: 0,
  system_channel_flags: 0,
  nsfw_level: 0,
  premium_progress_bar_enabled: false,
  preferred_locale: 'en-US',
  channels: [...world.channels.values()]
    .filter((channel) => channel.guild === guild.id && channel.type !== THREAD)
    .map(toChannel),
  threads: [...world.channels.values()]
    .filter((channel) => channel.guild === guild.id && channel.type === THREAD && !channel.archived)
    .map(toChannel),
});

export function toChannel(channel: Channel) {
  return {
    id: channel.id,
    type: channel.type,
    name: channel.name,
    ...(channel.guild === null ? {} : { guild_id: channel.guild }),
    ...(channel.parent === null ? {} : { parent_id: channel.parent }),
    ...(isForum(channel.type)
      ? { available_tags: channel.availableTags, flags: channel.requiresTag === true ? 1 << 4 : 0, topic: null }
      : {}),
    ...(channel.type === THREAD
      ? {
          owner_id: channel.owner,
          applied_tags: channel.tags,
          member_count: channel.members.size,
          message_count: channel.messages.size,
          thread_metadata: {
            archived: channel.archived,
            auto_archive_duration: channel.autoArchive,
            archive_timestamp: new Date(0).toISOString(),
            locked: channel.locked,
          },
        }
      : { position: 0, permission_overwrites: toOverwrites(channel) }),
  };
}

const ALL = (1n << 53n) - 1n;

const toOverwrites = ({ bot, rights }: Channel) =>
  bot === null ? [] : [{ id: bot, type: 1, allow: rights.toString(), deny: (ALL & ~rights).toString() }];

const toSelf = (world: World) => ({
  user: world.me,
  nick: null,
  roles: [],
  joined_at: new Date(0).toISOString(),
  deaf: false,
  mute: false,
  flags: 0,
});
