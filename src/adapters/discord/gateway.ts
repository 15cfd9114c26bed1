import type { APIInteraction } from 'discord.js';
import { Client, Events, GatewayIntentBits, type Guild, Options, PermissionFlagsBits } from 'discord.js';
import { within } from '../../core/within.ts';
import { toCoreError } from './errors.ts';
import type { Dispatch } from './events.ts';

export interface GatewayOptions {
  readonly token: string;
  readonly apiUrl: string | null;
  /** This process's shards; null: as many as Discord recommends, all here. */
  readonly shard: { readonly id: number; readonly of: number } | null;
  readonly onInteraction: (raw: APIInteraction) => Promise<void>;
  readonly onDispatch: (dispatch: Dispatch) => void;
  /** A new session began: what happened before it will not be told. */
  readonly onIdentified: () => void;
  /** A guild is there that was away, or never was: nobody told what happened in it meanwhile. */
  readonly onGuildBack: () => void;
  readonly report: (fields: Readonly<Record<string, unknown>>, message: string) => void;
}

export interface Gateway {
  /** Throws where Discord can't be reached, or refuses the token; then it may be called again. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Whether one of these roles may manage the guild; from what the gateway told of its roles. */
  isAdmin(guild: string, person: string, roles: readonly string[]): boolean;
  /** What the bot may do in a channel or thread; null where the gateway did not tell. */
  rightsIn(guild: string, channel: string): bigint | null;
}

const LAST_MS = 5_000;
const MANAGES = [PermissionFlagsBits.Administrator, PermissionFlagsBits.ManageGuild] as const;

/**
 * The fewest intents: guilds, messages (a mention comes with its words, no other message does) and reactions; none of
 * them privileged. Everything is read from the raw dispatches: what a cache knows or forgot changes nothing.
 */
export function makeGateway(options: GatewayOptions): Gateway {
  const sessions = new Map<number, { readonly id: string; readonly me: string }>();
  /** A new session tells of each of its guilds once, which is nothing new. */
  const expected = new Set<string>();

  /** One whose first connection failed is of no use any more. */
  const open = (): Client => {
    const client = new Client({
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.GuildMessageReactions],
      allowedMentions: { parse: [] },
      enforceNonce: true,
      failIfNotExists: false,
      makeCache: Options.cacheWithLimits({
        ...Options.DefaultMakeCacheSettings,
        MessageManager: 0,
        ReactionManager: 0,
      }),
      ...(options.apiUrl === null ? {} : { rest: { api: options.apiUrl } }),
      ...(options.shard === null
        ? { shards: 'auto' as const }
        : { shards: [options.shard.id], shardCount: options.shard.of }),
    });
    client.on(Events.Raw, (packet: RawPacket, shardId: number) => {
      const { t: name, d: data, s: sequence } = packet;
      if (name === 'READY') {
        const ready = data as Ready;
        sessions.set(shardId, { id: ready.session_id, me: ready.user.id });
        for (const { id } of ready.guilds) expected.add(id);
        options.onIdentified();
        return;
      }
      if (name === 'INTERACTION_CREATE') {
        options.onInteraction(data as APIInteraction).catch((error: unknown) => {
          options.report({ error }, 'an interaction could not be answered');
        });
        return;
      }
      // Put out of it, or it is out of order; its next GUILD_CREATE says that it is back.
      if (name === 'GUILD_DELETE') expected.delete((data as GuildLike).id);
      if (name === 'GUILD_CREATE' && !expected.delete((data as GuildLike).id)) options.onGuildBack();
      const session = sessions.get(shardId);
      if (session === undefined || name === null) return;
      options.onDispatch({ name, data, session: session.id, sequence, me: session.me });
    });
    client.on(Events.Error, (error) => options.report({ error }, 'the gateway met an error'));
    client.on(Events.ShardError, (error, shard) => options.report({ error, shard }, 'a shard met an error'));
    client.on(Events.ShardDisconnect, ({ code }, shard) =>
      options.report({ code, shard }, 'discord closed a shard for good'),
    );
    return client;
  };
  let client: Client | null = null;
  let starting = Promise.resolve();

  return {
    async start() {
      const opened = open();
      client = opened;
      const login = opened.login(options.token);
      starting = login.then(
        () => undefined,
        () => undefined,
      );
      await login.catch((error: unknown) => {
        throw toCoreError('the gateway', error);
      });
    },
    async stop() {
      // What is destroyed while it connects goes on, and nothing ends it then.
      await within(LAST_MS, starting).catch(() => undefined);
      await client?.destroy();
    },
    isAdmin(guildId, person, roles) {
      const guild = client?.guilds.cache.get(guildId);
      return guild !== undefined && (guild.ownerId === person || mayManage(guild, roles));
    },
    rightsIn(guildId, channelId) {
      const guild = client?.guilds.cache.get(guildId);
      const me = guild?.members.me ?? null;
      if (guild === undefined || me === null) return null;
      return guild.channels.cache.get(channelId)?.permissionsFor(me)?.bitfield ?? null;
    },
  };
}

interface GuildLike {
  readonly id: string;
}

interface Ready {
  readonly session_id: string;
  readonly user: { readonly id: string };
  readonly guilds: readonly GuildLike[];
}

interface RawPacket {
  readonly t: string | null;
  readonly d: unknown;
  readonly s: number;
}

const mayManage = (guild: Guild, roles: readonly string[]): boolean =>
  roles.some((id) => MANAGES.some((right) => guild.roles.cache.get(id)?.permissions.has(right, false) === true));
