import { randomInt, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { makeChartPainter } from '../adapters/charts/chart-painter.ts';
import { disconnect, makePrisma } from '../adapters/db/client.ts';
import { migrate } from '../adapters/db/migrate.ts';
import { openDatabase, type Role } from '../adapters/db/presence.ts';
import { ownFile } from '../adapters/discord/own-file.ts';
import { makeLocalSurface } from '../adapters/local/local-surface.ts';
import { makeMediaStore } from '../adapters/media/media-store.ts';
import { makeReferenceShelf } from '../adapters/media/reference-shelf.ts';
import { makeS3Store } from '../adapters/media/s3-store.ts';
import type { SignedLinks } from '../adapters/media/signed-links.ts';
import { loadModels } from '../adapters/models/load-models.ts';
import { makeAnimaticProvider } from '../adapters/providers/animatic/provider.ts';
import type { SlackTiming } from '../adapters/slack/limits.ts';
import { loadTemplates } from '../adapters/templates/load-templates.ts';
import type { Platform } from '../core/ids.ts';
import type { Model } from '../core/model/model.ts';
import type { ChannelNames } from '../core/ports/channel-names.ts';
import type { ChatSurface } from '../core/ports/chat-surface.ts';
import type { Roster } from '../core/ports/roster.ts';
import type { VideoProvider } from '../core/ports/video-provider.ts';
import type { Clock, House, Studio } from '../core/studio/studio.ts';
import type { QueueConnection } from '../jobs/connection.ts';
import { makeQueue } from '../jobs/queue.ts';
import type { Config } from './config.ts';
import { fromRoot } from './from-root.ts';
import { offeredModels } from './offered-models.ts';
import type { Discord } from './open-discord.ts';
import { openLinks } from './open-links.ts';
import { openPlayground, type Playground } from './open-playground.ts';
import { houseModels, openProviders, providerPages } from './open-providers.ts';
import type { Slack } from './open-slack.ts';
import { openStores } from './open-stores.ts';
import { readSecretFor } from './secret.ts';

/** What a test, a bench or a later adapter puts in place of, or beside, what the configuration gives. */
export interface Parts {
  readonly clock?: Clock;
  readonly providers?: ReadonlyMap<string, VideoProvider>;
  readonly models?: readonly Model[];
  readonly surfaces?: ReadonlyMap<Platform, ChatSurface>;
  readonly resendFirstMs?: number;
  readonly slackTiming?: Partial<SlackTiming>;
  /** How long an act's insert may take before its sender is told that it was not taken. */
  readonly recordMs?: number;
}

export interface Composed {
  readonly studio: Studio;
  readonly playground: Playground;
  /** null where Slack is not configured. */
  readonly slack: Slack | null;
  /** Links to clips for the world; null without PUBLIC_URL. */
  readonly links: SignedLinks | null;
  /** null where Discord is not configured. */
  readonly discord: Discord | null;
  readonly databaseUrl: string;
  readonly queueConnection: QueueConnection;
  readonly mediaFolder: string;
  isAppRunning(): Promise<boolean>;
  announce(pageUrl: string): Promise<void>;
  /** Gives everything back, in the opposite order; may be called once. */
  close(): Promise<void>;
}

const RENDERS_AT_ONCE = 2;
export const QUEUE_PREFIX = 'previz';

/**
 * The whole graph, from the configuration down to the use-cases' ports. Nothing else knows which implementation is used where.
 * What isn't configured isn't loaded: the chat and provider clients take a hundred megabytes together.
 */
export async function compose(config: Config, role: Role, log: Logger, parts: Parts = {}): Promise<Composed> {
  const catalog = {
    models: withModels(
      await offeredModels(
        await loadModels({ builtInFile: fromRoot('models/catalog.json'), teamFile: config.models }),
        config.providers,
        { at: (parts.clock ?? { now: () => new Date() }).now(), log },
      ),
      parts.models ?? [],
    ),
    templates: await loadTemplates({ builtInFolder: fromRoot('templates'), teamFolder: config.templates }),
  };
  const where = config.databaseUrl === null ? { dataDir: config.dataDir } : { url: config.databaseUrl };
  const database = await openDatabase({ ...where, role, log });
  try {
    await migrate(database.url);
  } catch (error) {
    await database.release();
    throw error;
  }

  const prisma = makePrisma(database.url, (error) => log.warn({ error }, 'a database connection was lost'));
  const queueConnection = queueConnectionOf(config, database.url);
  const queue = makeQueue({ connection: queueConnection, prefix: QUEUE_PREFIX, log });
  const mediaFolder = join(config.dataDir, 'media');
  const animatic = makeAnimaticProvider({ folder: join(config.dataDir, 'renders'), parallel: RENDERS_AT_ONCE });
  const painter = makeChartPainter();
  const disk = makeMediaStore({
    folder: mediaFolder,
    report: (error) => log.warn({ error }, 'a picture or a copy of a clip was not made'),
  });
  const { s3 } = config.providers;
  const media = s3 === null ? disk : makeS3Store({ local: disk, folder: mediaFolder, s3 });
  const paid = await openProviders({
    config: config.providers,
    models: catalog.models,
    media,
    dataDir: config.dataDir,
    report: log,
  });
  const providers = new Map<string, VideoProvider>([
    ['animatic', animatic],
    ...paid.providers,
    ...(parts.providers ?? []),
  ]);
  const clock = parts.clock ?? { now: () => new Date() };
  const stores = openStores(prisma);
  const chance = { id: () => randomUUID(), seed: () => randomInt(2 ** 31) };

  const playground = openPlayground({
    prisma,
    databaseUrl: database.url,
    mediaFolder,
    token: config.playgroundToken,
    log,
    core: { ...stores, queue, clock, chance, catalog, providers },
  });

  const house: House = {
    ...houseModels(catalog.models, paid.providers, clock.now()),
    template: 'neutral',
    dailyFuse: config.dailyFuse,
    providerPages: providerPages(config.providers),
    owners: config.owners,
    ...(parts.resendFirstMs === undefined ? {} : { resendFirstMs: parts.resendFirstMs }),
  };
  const secret = await readSecretFor(config);
  const { links, shared } = openLinks({ config, secret, media, folder: mediaFolder, clock });
  const taking = parts.recordMs === undefined ? {} : { recordMs: parts.recordMs };
  const slack =
    config.slack === null
      ? null
      : (await import('./open-slack.ts')).openSlack({
          config: config.slack,
          publicUrl: config.publicUrl,
          secret: secret ?? '',
          links,
          prisma,
          media,
          mediaFolder,
          log,
          core: { ...stores, queue, clock, chance, catalog, providers, studio: () => studio },
          ...(parts.slackTiming === undefined ? {} : { timing: parts.slackTiming }),
          ...taking,
        });
  const discord =
    config.discord === null
      ? null
      : (await import('./open-discord.ts')).openDiscord({
          config: config.discord,
          prisma,
          media,
          fitsFolder: join(config.dataDir, 'fits'),
          links,
          log,
          core: { ...stores, queue, clock, chance, catalog },
          ...taking,
        });

  const studio: Studio = {
    ...stores,
    painter,
    media,
    references: makeReferenceShelf({
      media,
      openPrivate: async (address) =>
        (await slack?.openFile(address)) ?? ownFile(config.discord?.apiUrl ?? null, address),
    }),
    moderator:
      config.providers.openai === null
        ? null
        : (await import('../adapters/moderation/openai-moderator.ts')).makeOpenaiModerator({
            ...config.providers.openai,
            report: log,
          }),
    queue,
    providers,
    surfaces: new Map<Platform, ChatSurface>([
      ['playground', playground.surface],
      ...(slack === null ? [] : [['slack', slack.surface] as const]),
      ...(discord === null ? [] : [['discord', discord.surface] as const]),
      ['local', makeLocalSurface()],
      ...(parts.surfaces ?? []),
    ]),
    rosters: new Map<Platform, Roster>([
      ...(slack === null ? [] : [['slack', slack.roster] as const]),
      ...(discord === null ? [] : [['discord', discord.roster] as const]),
    ]),
    channelNames: new Map<Platform, ChannelNames>([
      ...(slack === null ? [] : [['slack', slack.names] as const]),
      ...(discord === null ? [] : [['discord', discord.names] as const]),
    ]),
    catalog,
    house,
    clock,
    chance,
    report: log,
  };

  return {
    studio,
    playground,
    slack,
    links: shared,
    discord,
    databaseUrl: database.url,
    queueConnection,
    mediaFolder,
    isAppRunning: () => database.isAppRunning(),
    announce: (pageUrl) => database.announce(pageUrl),
    async close() {
      await paid.stop();
      await animatic.stop();
      await painter.stop();
      await queue.close();
      await disconnect(prisma);
      await database.release();
    },
  };
}

const withModels = (known: ReadonlyMap<string, Model>, more: readonly Model[]) =>
  new Map([...known, ...more.map((model) => [model.name, model] as const)]);

/** Redis where it is configured, else the same PostgreSQL in a schema of its own. */
export const queueConnectionOf = (config: Config, databaseUrl: string): QueueConnection =>
  config.redisUrl === null
    ? { kind: 'postgres', url: databaseUrl, schema: 'bullmq' }
    : { kind: 'redis', url: config.redisUrl };
