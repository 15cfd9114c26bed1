import type { FakeGateway } from './gateway.ts';
import { toChannel } from './gateway.ts';
import {
  type Attachment,
  type Channel,
  type Component,
  DIRECT,
  FORUM,
  type Interaction,
  type Message,
  THREAD,
  type User,
  type World,
} from './world.ts';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly token: string | null;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export const NONCE_MS = 5 * 60_000;
const TOKEN_MS = 15 * 60_000;
const FIRST_ANSWER_MS = 3_000;
const V2 = 1 << 15;
const UPLOAD_MIB = [10, 10, 50, 100];

export const no = (status: number, code: number, message: string): Answer => ({ status, body: { code, message } });
const ok = (body: unknown): Answer => ({ status: 200, body });
const DONE: Answer = { status: 204 };

interface Deps {
  readonly world: World;
  readonly gateway: () => FakeGateway;
  readonly url: () => string;
  readonly now: () => number;
}

type Handler = (call: Call, ids: readonly string[]) => Answer;

/** Discord's rules for the routes that the app uses. */
export function makeRoutes({ world, gateway, url, now }: Deps): (call: Call) => Answer {
  const table: readonly (readonly [string, RegExp, Handler])[] = [
    ['GET', /^\/gateway\/bot$/, () => ok({ url: url(), shards: 1, session_start_limit: LIMIT })],
    ['GET', /^\/users\/@me$/, () => ok(world.me)],
    ['GET', /^\/users\/@me\/guilds$/, () => ok([...world.guilds.values()].map(({ id, name }) => ({ id, name })))],
    ['GET', /^\/applications\/@me$/, () => ok({ id: world.application, name: 'Previz', flags: 0 })],
    ['POST', /^\/users\/@me\/channels$/, (call) => ok(toChannel(openDirect(String(call.body['recipient_id']))))],
    ['GET', /^\/guilds\/(\d+)$/, (_, [guild]) => readGuild(guild)],
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
    return channel === undefined || channel.gone ? no(404, 10_003, 'Unknown Channel') : use(channel);
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

  function limitOf(channel: Channel): number {
    const guild = channel.guild === null ? undefined : world.guilds.get(channel.guild);
    return (UPLOAD_MIB[guild?.premiumTier ?? 0] ?? 10) * 1024 * 1024;
  }

  function createMessage(channel: Channel, call: Call): Answer {
    if (channel.type === FORUM) return no(400, 50_008, 'Cannot send messages in a non-text channel');
    if (channel.type === THREAD && channel.locked) return no(400, 160_005, 'Thread is locked');
    const nonce = call.body['nonce'];
    if (call.body['enforce_nonce'] === true && typeof nonce === 'string') {
      const known = [...channel.messages.values()].find((m) => m.nonce === nonce && now() - m.at < NONCE_MS);
      if (known !== undefined) return ok(toMessage(known));
    }
    const problem = problemOf(channel, call);
    if (problem !== null) return problem;
    if (channel.type === THREAD) channel.archived = false;
    const message = addMessage(channel, call.body, call.files);
    return ok(toMessage(message));
  }

  function problemOf(channel: Channel, { body, files }: Call): Answer | null {
    if (files.some(({ bytes }) => bytes.byteLength > limitOf(channel)))
      return no(413, 40_005, 'Request entity too large');
    const isV2 = (Number(body['flags'] ?? 0) & V2) !== 0;
    const content = String(body['content'] ?? '');
    if (isV2 && content !== '') return no(400, 50_035, 'content can not be used with IS_COMPONENTS_V2');
    if (content.length > 2_000) return no(400, 50_035, 'content is longer than 2000');
    const components = (body['components'] ?? []) as readonly Component[];
    if (isV2) {
      const all = flatten(components);
      if (all.length > 40) return no(400, 50_035, 'more than 40 components');
      if (all.reduce((sum, c) => sum + String(c['content'] ?? '').length, 0) > 4_000)
        return no(400, 50_035, 'more than 4000 characters');
      const names = new Set(files.map(({ name }) => name));
      const missing = all
        .flatMap((c) => (c.type === 12 ? (c['items'] as { media: { url: string } }[]) : []))
        .find(({ media }) => media.url.startsWith('attachment://') && !names.has(media.url.slice(13)));
      if (missing !== undefined) return no(400, 50_035, `unknown attachment ${missing.media.url}`);
    }
    const ids = flatten(components).flatMap((c) => (typeof c['custom_id'] === 'string' ? [c['custom_id']] : []));
    if (new Set(ids).size < ids.length) return no(400, 50_035, 'custom ids are not unique');
    if (!isV2 && content === '' && files.length === 0) return no(400, 50_006, 'Cannot send an empty message');
    return null;
  }

  function addMessage(channel: Channel, body: Readonly<Record<string, unknown>>, files: Call['files']): Message {
    const message: Message = {
      id: world.newId(),
      channel: channel.id,
      author: world.me,
      content: String(body['content'] ?? ''),
      components: (body['components'] ?? []) as readonly Component[],
      flags: Number(body['flags'] ?? 0),
      attachments: toAttachments(body, files),
      reactions: new Map(),
      nonce: typeof body['nonce'] === 'string' ? body['nonce'] : null,
      notified: notifiedBy(body),
      at: now(),
      edits: 0,
    };
    channel.messages.set(message.id, message);
    if (channel.guild !== null)
      gateway().dispatch(channel.guild, 'MESSAGE_CREATE', { ...toMessage(message), guild_id: channel.guild });
    return message;
  }

  function toAttachments(body: Readonly<Record<string, unknown>>, files: Call['files']): Attachment[] {
    const told = (body['attachments'] ?? []) as readonly { id: number | string; description?: string }[];
    return files.map(({ name, bytes }, index) => ({
      id: world.newId(),
      filename: name,
      size: bytes.byteLength,
      description: told.find(({ id }) => String(id) === String(index))?.description ?? null,
      bytes,
    }));
  }

  function listMessages(channel: Channel, { query }: Call): Answer {
    const after = BigInt(query.get('after') ?? '0');
    const limit = Number(query.get('limit') ?? '50');
    const found = [...channel.messages.values()].filter(({ id }) => BigInt(id) > after);
    return ok(found.slice(0, limit).reverse().map(toMessage));
  }

  function editMessage(channel: Channel, message: Message, call: Call): Answer {
    if (channel.type === THREAD && channel.archived) return no(400, 50_083, 'Thread is archived');
    if (message.author.id !== world.me.id) return no(403, 50_005, 'Cannot edit a message authored by another user');
    const problem = problemOf(channel, {
      ...call,
      body: { content: message.flags & V2 ? '' : message.content || 'x', ...call.body },
    });
    if (problem !== null) return problem;
    if (
      (message.flags & V2) !== 0 &&
      (Number(call.body['flags'] ?? 0) & V2) === 0 &&
      call.body['components'] !== undefined
    )
      return no(400, 50_035, 'IS_COMPONENTS_V2 can not be removed');
    if (call.body['content'] !== undefined) message.content = String(call.body['content'] ?? '');
    if (call.body['components'] !== undefined) message.components = call.body['components'] as readonly Component[];
    if (call.body['attachments'] !== undefined || call.files.length > 0) {
      const kept = ((call.body['attachments'] ?? []) as readonly { id: number | string }[]).map(({ id }) => String(id));
      message.attachments = [
        ...message.attachments.filter(({ id }) => kept.includes(id)),
        ...toAttachments(call.body, call.files),
      ];
    }
    message.edits += 1;
    return ok(toMessage(message));
  }

  function openThread(channel: Channel, message: Message, call: Call): Answer {
    if (world.channels.has(message.id)) return no(400, 160_004, 'A thread has already been created for this message');
    const thread = { ...blankChannel(message.id, THREAD), ...common(world, channel, call) };
    world.channels.set(thread.id, thread);
    gateway().dispatch(channel.guild, 'THREAD_CREATE', toChannel(thread));
    return { status: 201, body: toChannel(thread) };
  }

  function openPost(channel: Channel, call: Call): Answer {
    if (channel.type !== FORUM) return no(400, 50_024, 'Cannot execute action on this channel type');
    const body = call.body['message'] as Readonly<Record<string, unknown>>;
    const problem = problemOf(channel, { ...call, body });
    if (problem !== null) return problem;
    const thread = { ...blankChannel(world.newId(), THREAD), ...common(world, channel, call) };
    world.channels.set(thread.id, thread);
    const first = addMessage(thread, body, call.files);
    // The first message of a post has the post's own id.
    thread.messages.delete(first.id);
    thread.messages.set(thread.id, { ...first, id: thread.id });
    gateway().dispatch(channel.guild, 'THREAD_CREATE', toChannel(thread));
    return { status: 201, body: { ...toChannel(thread), message: toMessage({ ...first, id: thread.id }) } };
  }

  function patchChannel(channel: Channel, { body }: Call): Answer {
    if (channel.type === THREAD && channel.locked && body['archived'] === false)
      return no(403, 50_013, 'Missing Permissions');
    if (channel.type === THREAD && channel.archived && body['archived'] !== false)
      return no(400, 50_083, 'Thread is archived');
    if (typeof body['archived'] === 'boolean') channel.archived = body['archived'];
    if (typeof body['name'] === 'string') channel.name = body['name'];
    if (Array.isArray(body['applied_tags'])) channel.tags = [...(body['applied_tags'] as string[])];
    return ok(toChannel(channel));
  }

  function addMember(channel: Channel, person: string | undefined): Answer {
    if (channel.archived) return no(400, 50_083, 'Thread is archived');
    channel.members.add(person ?? '');
    return DONE;
  }

  function seed(channel: Channel, message: Message, emoji: string): Answer {
    if (channel.archived) return no(400, 50_083, 'Thread is archived');
    const name = decodeURIComponent(emoji);
    const reaction = message.reactions.get(name) ?? { emoji: { id: null, name }, normal: [], burst: [] };
    message.reactions.set(name, reaction);
    if (!reaction.normal.includes(world.me.id)) reaction.normal.push(world.me.id);
    return DONE;
  }

  function readReactions(message: Message, emoji: string, { query }: Call): Answer {
    const reaction = message.reactions.get(decodeURIComponent(emoji));
    const people = (query.get('type') === '1' ? reaction?.burst : reaction?.normal) ?? [];
    const after = BigInt(query.get('after') ?? '0');
    const sorted = people.filter((id) => BigInt(id) > after).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    return ok(sorted.slice(0, Number(query.get('limit') ?? '25')).map((id) => findUser(id)));
  }

  function findUser(id: string): User {
    if (id === world.me.id) return world.me;
    for (const guild of world.guilds.values()) {
      const member = guild.members.get(id);
      if (member !== undefined) return member.user;
    }
    return { id, username: 'gone', global_name: null, bot: false, discriminator: '0', avatar: null };
  }

  function answerInteraction(id: string | undefined, { body }: Call): Answer {
    const interaction = world.interactions.get(id ?? '');
    if (interaction === undefined || now() - interaction.at > FIRST_ANSWER_MS)
      return no(404, 10_062, 'Unknown interaction');
    if (interaction.callback !== null) return no(400, 40_060, 'Interaction has already been acknowledged.');
    const data = (body['data'] ?? {}) as Readonly<Record<string, unknown>>;
    interaction.callback = { type: Number(body['type']), data, at: now() };
    if (interaction.callback.type === 4 || interaction.callback.type === 5) interaction.reply = toReply(data);
    return DONE;
  }

  function byToken(token: string | undefined): Interaction | null {
    const found = [...world.interactions.values()].find((interaction) => interaction.token === token);
    return found === undefined || now() - found.at > TOKEN_MS ? null : found;
  }

  function editReply(token: string | undefined, { body }: Call): Answer {
    const interaction = byToken(token);
    if (interaction === null) return no(401, 50_027, 'Invalid Webhook Token');
    if (interaction.callback === null) return no(404, 10_015, 'Unknown Webhook');
    const before = interaction.reply ?? { content: '', components: [], flags: 64 };
    interaction.reply = {
      content: body['content'] === undefined ? before.content : String(body['content'] ?? ''),
      components: (body['components'] ?? before.components) as readonly Component[],
      flags: before.flags | Number(body['flags'] ?? 0),
    };
    interaction.edits += 1;
    return ok({ id: interaction.id });
  }

  function dropReply(token: string | undefined): Answer {
    const interaction = byToken(token);
    if (interaction === null) return no(401, 50_027, 'Invalid Webhook Token');
    interaction.reply = null;
    return DONE;
  }

  function putCommands(where: string, { body }: Call): Answer {
    const commands = (body as unknown as Readonly<Record<string, unknown>>[]).map((command) => ({
      ...command,
      id: world.newId(),
    }));
    world.commands.set(where, commands);
    return ok(commands);
  }
}

const common = (world: World, channel: Channel, { body }: Call) => ({
  guild: channel.guild,
  parent: channel.id,
  owner: world.me.id,
  name: String(body['name']),
  autoArchive: Number(body['auto_archive_duration'] ?? 1440),
  tags: [...((body['applied_tags'] ?? []) as string[])],
  rights: channel.rights,
});

const toReply = (data: Readonly<Record<string, unknown>>): NonNullable<Interaction['reply']> => ({
  content: String(data['content'] ?? ''),
  components: (data['components'] ?? []) as readonly Component[],
  flags: Number(data['flags'] ?? 0),
});

const LIMIT = { total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1 };

export function blankChannel(id: string, type: number): Channel {
  return {
    id,
    type,
    guild: null,
    parent: null,
    name: '',
    owner: null,
    archived: false,
    locked: false,
    autoArchive: 1440,
    gone: false,
    tags: [],
    availableTags: [],
    members: new Set(),
    recipient: null,
    messages: new Map(),
    rights: 0n,
  };
}

export const flatten = (components: readonly Component[]): readonly Component[] =>
  components.flatMap((component) => [
    component,
    ...flatten((component['components'] ?? []) as readonly Component[]),
    ...(component['accessory'] === undefined ? [] : flatten([component['accessory'] as Component])),
  ]);

/** Whom the words mention, as far as it was allowed. Without a word about it Discord notifies everybody named. */
function notifiedBy(body: Readonly<Record<string, unknown>>): string[] {
  const texts = [
    String(body['content'] ?? ''),
    ...flatten((body['components'] ?? []) as readonly Component[]).map((c) => String(c['content'] ?? '')),
  ];
  const named = texts.flatMap((text) =>
    [...text.matchAll(/(?<!\\)<@!?(\d+)>|(?<!\\)(@everyone)/g)].map((m) => m[1] ?? m[2] ?? ''),
  );
  const allowed = body['allowed_mentions'] as { parse?: string[]; users?: string[] } | undefined;
  if (allowed === undefined) return named;
  return [...new Set(named)].filter(
    (id) => allowed.users?.includes(id) === true || (allowed.parse?.includes('users') === true && id !== '@everyone'),
  );
}

export const toMessage = (message: Message) => ({
  id: message.id,
  channel_id: message.channel,
  author: message.author,
  content: message.content,
  components: message.components,
  flags: message.flags,
  timestamp: new Date(message.at).toISOString(),
  edited_timestamp: null,
  tts: false,
  mention_everyone: false,
  mentions: [],
  mention_roles: [],
  embeds: [],
  pinned: false,
  type: 0,
  attachments: message.attachments.map(({ bytes: _, ...attachment }) => ({
    ...attachment,
    url: `https://cdn.example/${attachment.id}/${attachment.filename}?ex=1`,
    proxy_url: `https://cdn.example/${attachment.id}`,
  })),
  reactions: [...message.reactions.values()]
    .filter(({ normal, burst }) => normal.length + burst.length > 0)
    .map(({ emoji, normal, burst }) => ({
      emoji,
      count: normal.length + burst.length,
      count_details: { normal: normal.length, burst: burst.length },
      me: false,
      me_burst: false,
      burst_colors: [],
    })),
});
