import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withConnection } from '../../src/adapters/db/connect.ts';
import { type RunningApp, startApp } from '../../src/app/commands/start.ts';
import { readConfig } from '../../src/app/config.ts';
import type { Model } from '../../src/core/model/model.ts';
import type { LogLine } from '../../src/core/ports/log-store.ts';
import type { VideoProvider } from '../../src/core/ports/video-provider.ts';
import { textOf } from './discord-chat.ts';
import { type DiscordServer, startDiscordServer } from './discord-server/discord-server.ts';
import type { Channel, Guild, Interaction, Message, User } from './discord-server/world.ts';
import { type InstantProvider, instantModel, makeInstantProvider } from './instant-provider.ts';
import { tinyClip } from './tiny-clip.ts';
import { until } from './until.ts';

export interface DiscordApp {
  readonly server: DiscordServer;
  readonly app: RunningApp;
  readonly provider: InstantProvider;
  readonly dataDir: string;
  readonly guild: Guild;
  /** Mira may manage the server; Jonas and Aiko may not. */
  readonly mira: User;
  readonly jonas: User;
  readonly aiko: User;
  /** Moves the app's clock on. */
  pass(ms: number): void;
  /** The size of the clip that every take gets. */
  readonly clipBytes: number;
  lines(): Promise<readonly LogLine[]>;
  /** How many messages wait after an error with these words. */
  postponed(words: string): Promise<number>;
  stop(): Promise<void>;
}

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly clip?: Uint8Array;
  /** Beside `quick` and `dear`, by the same provider. */
  readonly models?: readonly Model[];
  readonly provider?: (inner: VideoProvider) => VideoProvider;
  readonly only?: readonly ('discord' | 'worker')[];
  /** The app's clock; without one it is the machine's, moved on by `pass`. */
  readonly clock?: { now(): Date };
  /** What Discord advises those who don't say. */
  readonly recommendedShards?: number;
  /** How long an insert may take; patient where a test doesn't say. */
  readonly recordMs?: number;
  readonly shard?: { readonly id: number; readonly of: number };
}

/** The whole app on the test's own Discord: `quick` is a free model whose clip is there at once, `dear` costs $0.50 a second. */
export async function startDiscordApp(databaseUrl: string, options: Options = {}): Promise<DiscordApp> {
  const server = await startDiscordServer();
  server.world.recommendedShards = options.recommendedShards ?? 1;
  const guild = server.addGuild();
  const mira = server.addPerson(guild, 'Mira', { admin: true });
  const jonas = server.addPerson(guild, 'Jonas');
  const aiko = server.addPerson(guild, 'Aiko');
  const dataDir = await mkdtemp(join(tmpdir(), 'previz-discord-'));
  const clip = options.clip ?? (await tinyClip(5));
  const provider = makeInstantProvider(() => clip);
  const used = options.provider?.(provider) ?? provider;
  let aheadMs = 0;
  const app = await startApp({
    config: readConfig({
      ...{ DATABASE_URL: databaseUrl, PREVIZ_DATA: dataDir, PORT: '0', LOG_LEVEL: process.env['TEST_LOG'] ?? 'silent' },
      ...{ DISCORD_TOKEN: server.token, DISCORD_API_URL: server.apiUrl },
      ...options.env,
    }),
    only: options.only ?? ['discord', 'worker'],
    shard: options.shard ?? null,
    terminal: { out: () => {}, err: () => {} },
    parts: {
      recordMs: options.recordMs ?? 30_000,
      clock: options.clock ?? { now: () => new Date(Date.now() + aheadMs) },
      providers: new Map([
        ['quick', used],
        ['dear', used],
        ...(options.models ?? []).map(({ provider: of }) => [of, used] as const),
      ]),
      models: [instantModel('quick', 0n), instantModel('dear', 500_000n), ...(options.models ?? [])],
      resendFirstMs: 50,
    },
  });
  return {
    ...{ server, app, provider, dataDir, guild, mira, jonas, aiko },
    clipBytes: clip.byteLength,
    pass(ms) {
      aheadMs += ms;
    },
    postponed: (words) =>
      withConnection(databaseUrl, async (client) => {
        const waiting = `select 1 from outbox where message_id is null and last_error like '%' || $1 || '%'`;
        return (await client.query(waiting, [words])).rows.length;
      }),
    async lines() {
      const found: LogLine[] = [];
      const all = { workspace: null, channel: null, words: [], since: null, limit: null };
      for await (const line of app.composed.studio.log.read(all)) found.push(line);
      return found;
    },
    async stop() {
      await app.stop();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** What is seen in the test's Discord. */
export function makeEyes(chat: Pick<DiscordApp, 'server'>) {
  const find = (what: string, look: () => Message | undefined) => until(what, async () => look());
  const threads = (channel: string): readonly Channel[] =>
    [...chat.server.world.channels.values()].filter(({ parent }) => parent === channel);
  const directs = (person: string): readonly Message[] =>
    [...chat.server.world.channels.values()]
      .filter(({ recipient }) => recipient === person)
      .flatMap(({ messages }) => [...messages.values()]);
  return {
    threads,
    messages: (channel: string): readonly Message[] => [
      ...(chat.server.world.channels.get(channel)?.messages.values() ?? []),
    ],
    thread: (channel: string, words: string) =>
      until(`thread ${words}`, async () => threads(channel).find(({ name }) => name.includes(words))),
    message: (channel: string, words: string) =>
      find(`message ${words}`, () =>
        [...(chat.server.world.channels.get(channel)?.messages.values() ?? [])].find((message) =>
          textOf(message).includes(words),
        ),
      ),
    clip: (thread: string, nth = 0) =>
      find(
        'clip',
        () =>
          [...(chat.server.world.channels.get(thread)?.messages.values() ?? [])].filter(
            ({ attachments, reactions }) =>
              attachments.some(({ filename }) => filename.endsWith('.mp4')) && reactions.size >= 2,
          )[nth],
      ),
    directs,
    direct: (person: string, words: string) =>
      find(`direct message ${words}`, () => directs(person).find((message) => textOf(message).includes(words))),
    reply: (interaction: Interaction, words: string) =>
      until(`reply ${words}`, async () =>
        interaction.reply !== null && textOf(interaction.reply).includes(words) ? interaction.reply : null,
      ),
    answered: (interaction: Interaction) => until('an answer', async () => interaction.callback),
  };
}
