import { type Answer, type Call, no, ok } from './answers.ts';
import { toChannel } from './gateway.ts';
import { makeInteractions } from './interactions.ts';
import { makeMessages, type RuleDeps } from './messages.ts';
import { makeReactions } from './reactions.ts';
import { refusalIn } from './rights.ts';
import { makeThreads } from './threads.ts';
import { toMessage } from './to-message.ts';
import { blankChannel, type Channel, DIRECT, type Guild, type Message, THREAD } from './world.ts';

interface Deps extends RuleDeps {
  readonly url: () => string;
}

type Handler = (call: Call, ids: readonly string[]) => Answer;

/** Discord's rules for the routes that the app uses. */
export function makeRoutes({ world, gateway, url, now }: Deps): (call: Call) => Answer {
  const { createMessage, problemOf, addMessage, listMessages, editMessage } = makeMessages({ world, gateway, now });
  const { openThread, openPost, patchChannel, addMember } = makeThreads(
    { world, gateway, now },
    { problemOf, addMessage },
  );
  const { seed, readReactions } = makeReactions({ world });
  const { answerInteraction, editReply, dropReply } = makeInteractions({ world, now });
  const table: readonly (readonly [string, RegExp, Handler])[] = [
    ['GET', /^\/gateway\/bot$/, () => ok({ url: url(), shards: world.recommendedShards, session_start_limit: LIMIT })],
    ['GET', /^\/users\/@me$/, () => ok(world.me)],
    ['GET', /^\/users\/@me\/guilds$/, () => ok([...world.guilds.values()].map(toMyGuild))],
    ['GET', /^\/applications\/@me$/, () => ok({ id: world.application, name: 'Previz', flags: 0 })],
    ['POST', /^\/users\/@me\/channels$/, (call) => ok(toChannel(openDirect(String(call.body['recipient_id']))))],
    ['GET', /^\/guilds\/(\d+)$/, (_, [guild]) => readGuild(guild)],
    ['GET', /^\/guilds\/(\d+)\/members\/(\d+)$/, (_, [guild, person]) => readMember(guild, person)],
    ['GET', /^\/guilds\/(\d+)\/threads\/active$/, (_, [guild]) => ok({ threads: activeThreads(guild), members: [] })],
    ['GET', /^\/channels\/(\d+)$/, (_, [id]) => withChannel(id, (channel) => ok(toChannel(channel)))],
    ['PATCH', /^\/channels\/(\d+)$/, (call, [id]) => withChannel(id, (channel) => patchChannel(channel, call))],
    [
      'POST',
      /^\/channels\/(\d+)\/messages$/,
      (call, [id]) => withChannel(id, (channel) => createMessage(channel, call)),
    ],
    ['GET', /^\/channels\/(\d+)\/messages$/, (call, [id]) => withChannel(id, (channel) => listMessages(channel, call))],
    [
      'GET',
      /^\/channels\/(\d+)\/messages\/(\d+)$/,
      (_, [id, m]) => withMessage(id, m, (message) => ok(toMessage(message))),
    ],
    [
      'PATCH',
      /^\/channels\/(\d+)\/messages\/(\d+)$/,
      (call, [id, m]) => withMessage(id, m, (message, channel) => editMessage(channel, message, call)),
    ],
    [
      'POST',
      /^\/channels\/(\d+)\/messages\/(\d+)\/threads$/,
      (call, [id, m]) => withMessage(id, m, (message, channel) => openThread(channel, message, call)),
    ],
    ['POST', /^\/channels\/(\d+)\/threads$/, (call, [id]) => withChannel(id, (channel) => openPost(channel, call))],
    [
      'PUT',
      /^\/channels\/(\d+)\/thread-members\/(\d+)$/,
      (_, [id, person]) => withChannel(id, (channel) => addMember(channel, person)),
    ],
    [
      'PUT',
      /^\/channels\/(\d+)\/messages\/(\d+)\/reactions\/([^/]+)\/@me$/,
      (_, [id, m, e]) => withMessage(id, m, (message, channel) => seed(channel, message, e ?? '')),
    ],
    [
      'GET',
      /^\/channels\/(\d+)\/messages\/(\d+)\/reactions\/([^/]+)$/,
      (call, [id, m, e]) => withMessage(id, m, (message) => readReactions(message, e ?? '', call)),
    ],
    ['POST', /^\/interactions\/(\d+)\/([^/]+)\/callback$/, (call, [id]) => answerInteraction(id, call)],
    ['PATCH', /^\/webhooks\/(\d+)\/([^/]+)\/messages\/@original$/, (call, [, token]) => editReply(token, call)],
    ['DELETE', /^\/webhooks\/(\d+)\/([^/]+)\/messages\/@original$/, (_, [, token]) => dropReply(token)],
    ['GET', /^\/applications\/(\d+)\/commands$/, () => ok(world.commands.get('global') ?? [])],
    ['PUT', /^\/applications\/(\d+)\/commands$/, (call) => putCommands('global', call)],
    [
      'GET',
      /^\/applications\/(\d+)\/guilds\/(\d+)\/commands$/,
      (_, [, guild]) => ok(world.commands.get(guild ?? '') ?? []),
    ],
    ['PUT', /^\/applications\/(\d+)\/guilds\/(\d+)\/commands$/, (call, [, guild]) => putCommands(guild ?? '', call)],
  ];

  return (call) => {
    const isOpen = call.path.startsWith('/interactions/') || call.path.startsWith('/webhooks/');
    if (!isOpen && call.token !== `Bot ${world.token}`) return no(401, 0, '401: Unauthorized');
    for (const [method, pattern, handle] of table) {
      const match = method === call.method ? pattern.exec(call.path) : null;
      if (match !== null) return handle(call, match.slice(1));
    }
    return no(404, 0, `404: no such route ${call.method} ${call.path}`);
  };

  function withChannel(id: string | undefined, use: (channel: Channel) => Answer): Answer {
    const channel = world.channels.get(id ?? '');
    if (channel === undefined || channel.gone) return no(404, 10_003, 'Unknown Channel');
    return refusalIn(channel) ?? use(channel);
  }

  function withMessage(
    id: string | undefined,
    m: string | undefined,
    use: (message: Message, channel: Channel) => Answer,
  ): Answer {
    return withChannel(id, (channel) => {
      const message = channel.messages.get(m ?? '');
      return message === undefined ? no(404, 10_008, 'Unknown Message') : use(message, channel);
    });
  }

  function readGuild(id: string | undefined): Answer {
    const guild = world.guilds.get(id ?? '');
    if (guild === undefined) return no(404, 10_004, 'Unknown Guild');
    return ok({
      id: guild.id,
      name: guild.name,
      owner_id: guild.ownerId,
      premium_tier: guild.premiumTier,
      roles: guild.roles,
    });
  }

  function readMember(id: string | undefined, person: string | undefined): Answer {
    const member = world.guilds.get(id ?? '')?.members.get(person ?? '');
    if (member === undefined) return no(404, 10_007, 'Unknown Member');
    const { user, roles } = member;
    return ok({ user, roles, nick: null, joined_at: new Date(0).toISOString(), deaf: false, mute: false, flags: 0 });
  }

  function activeThreads(guild: string | undefined) {
    return [...world.channels.values()]
      .filter((c) => c.guild === guild && c.type === THREAD && !c.archived && !c.gone)
      .map(toChannel);
  }

  function openDirect(person: string): Channel {
    const known = [...world.channels.values()].find((channel) => channel.recipient === person);
    if (known !== undefined) return known;
    const channel: Channel = { ...blankChannel(world.newId(), DIRECT), recipient: person };
    world.channels.set(channel.id, channel);
    return channel;
  }

  function putCommands(where: string, { body }: Call): Answer {
    const commands = (body as unknown as Readonly<Record<string, unknown>>[]).map((command) => ({
      ...(where === 'global' ? command : withoutContexts(command)),
      id: world.newId(),
    }));
    world.commands.set(where, commands);
    return ok(commands);
  }
}

const toMyGuild = ({ id, name, botRights }: Guild) => ({ id, name, permissions: botRights.toString() });

/** Discord keeps none for a server's own commands. */
const withoutContexts = ({ contexts: _, ...command }: Readonly<Record<string, unknown>>) => command;

const LIMIT = { total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1 };
