import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disconnect, makePrisma } from '../../src/adapters/db/client.ts';
import { makeDiscordStore } from '../../src/adapters/db/discord-store.ts';
import { makeDiscord } from '../../src/adapters/discord/discord.ts';
import { channelId, messageId, personId, type ThreadRef, workspaceId } from '../../src/core/ids.ts';
import type { SeenMessage, SurfaceHarness } from '../contract/chat-surface.ts';
import { type DiscordServer, startDiscordServer } from './discord-server/discord-server.ts';
import { flatten } from './discord-server/to-message.ts';
import type { Message } from './discord-server/world.ts';

/** Discord's harness for the contract of chat surfaces: the real client, a Discord of our own, the real store. */
export async function makeDiscordHarness(
  databaseUrl: string,
): Promise<SurfaceHarness & { readonly server: DiscordServer }> {
  const server = await startDiscordServer();
  const prisma = makePrisma(databaseUrl, () => {});
  const mediaFolder = await mkdtemp(join(tmpdir(), 'previz-discord-'));
  await mkdir(join(mediaFolder, 'clips'));
  await writeFile(join(mediaFolder, 'clips', 'take-1.mp4'), new Uint8Array(1_000));
  await writeFile(join(mediaFolder, 'clips', 'take-1.jpg'), new Uint8Array(100));
  const guild = server.addGuild();
  const [person, otherPerson] = [server.addPerson(guild, 'Mira'), server.addPerson(guild, 'Jonas')];
  const { surface } = openBareDiscord(server, prisma, mediaFolder);
  const placeOf = (channel: string): ThreadRef => ({
    platform: 'discord',
    workspace: workspaceId(guild.id),
    channel: channelId(channel),
    thread: null,
  });
  return {
    server,
    surface,
    person: personId(person.id),
    otherPerson: personId(otherPerson.id),
    bot: server.world.me.id,
    goneMessage: messageId('100000000000000001'),
    openChannel: async () => placeOf(server.addChannel(guild).id),
    async goneChannel() {
      const channel = server.addChannel(guild);
      channel.gone = true;
      return placeOf(channel.id);
    },
    look: async (place, viewer) => look(server, place.channel, viewer),
    async react(_place, message, { person: who, emoji, op }) {
      const found = findMessage(server, message);
      if (op === 'add') server.react(who, found, { emoji });
      else server.unreact(who, found, { emoji });
    },
    async stop() {
      await disconnect(prisma);
      await server.stop();
      await rm(mediaFolder, { recursive: true, force: true });
    },
  };
}

/** Discord without the core behind it: what it hears goes nowhere. */
export function openBareDiscord(
  server: DiscordServer,
  prisma: ReturnType<typeof makePrisma>,
  mediaFolder: string,
  more: Partial<Parameters<typeof makeDiscord>[0]> = {},
) {
  return makeDiscord({
    token: server.token,
    apiUrl: server.apiUrl,
    store: makeDiscordStore(prisma),
    media: {
      localPath: async (media) => join(mediaFolder, media),
      fit: async () => null,
      fitsFolder: mediaFolder,
      linkTo: (media) => `https://previz.example/${media}`,
    },
    record: async () => 'recorded',
    withdraw: async () => {},
    wake: async () => {},
    loadPerson: async () => null,
    briefOf: async () => null,
    complete: async () => [],
    publish: async () => {},
    reconcile: async () => {},
    clock: { now: () => new Date() },
    newId: () => 'id',
    report: () => {},
    ...more,
  });
}

/** What somebody sees of a channel, its threads and their own direct messages, oldest first. */
export function look(server: DiscordServer, channel: string, viewer: string): readonly SeenMessage[] {
  return [...server.world.channels.values()]
    .filter(({ id, parent, recipient }) => id === channel || parent === channel || recipient === viewer)
    .flatMap(({ messages }) => [...messages.values()])
    .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
    .map((message) => toSeen(message, channel));
}

export function findMessage(server: DiscordServer, id: string): Message {
  for (const { messages } of server.world.channels.values()) {
    const found = messages.get(id);
    if (found !== undefined) return found;
  }
  throw new Error(`no message ${id}`);
}

const toSeen = (message: Message, channel: string): SeenMessage => ({
  id: messageId(message.id),
  thread: message.channel === channel ? null : messageId(message.channel),
  text: textOf(message),
  clips: message.attachments.map(({ filename }) => filename).filter((name) => name.endsWith('.mp4')),
  mentions: message.notified,
  reactions: [...message.reactions.values()].flatMap(({ emoji, normal, burst }) =>
    [...normal, ...burst].map((person) => ({ person, emoji: emoji.name })),
  ),
});

/** As it is read: markup applied, escapes undone. */
export const textOf = ({ content, components }: Pick<Message, 'content' | 'components'>): string =>
  [content, ...flatten(components).map((component) => String(component['content'] ?? component['label'] ?? ''))]
    .join('\n')
    .replace(/\\([^0-9A-Za-z\s])/g, '$1');
