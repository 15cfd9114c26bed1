import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { makePrisma } from '../adapters/db/client.ts';
import { makeDiscordStore } from '../adapters/db/discord-store.ts';
import { makeSuggestStore } from '../adapters/db/discord-suggest.ts';
import { type Discord, type Listening, makeDiscord } from '../adapters/discord/discord.ts';
import { type CatalogEntry, suggest } from '../adapters/discord/suggest.ts';
import { fitClip } from '../adapters/media/fit-clip.ts';
import type { SignedLinks } from '../adapters/media/signed-links.ts';
import { findBrief } from '../core/form/request-form.ts';
import { quote, toPriceWords } from '../core/model/quote.ts';
import type { MediaStore } from '../core/ports/media-store.ts';
import { reconcilePlatform } from '../core/review/reconcile-all.ts';
import type { Studio } from '../core/studio/studio.ts';
import type { DiscordConfig } from './config.ts';

export type { Discord };

interface DiscordParts {
  readonly config: DiscordConfig;
  readonly prisma: ReturnType<typeof makePrisma>;
  readonly media: Pick<MediaStore, 'localPath'>;
  /** Where copies that fit are kept. */
  readonly fitsFolder: string;
  readonly links: Pick<SignedLinks, 'linkTo'> | null;
  readonly log: Logger;
  readonly recordMs?: number;
  readonly core: Pick<
    Studio,
    'inbox' | 'requests' | 'show' | 'directory' | 'queue' | 'votes' | 'clock' | 'chance' | 'catalog'
  >;
}

/** Discord with the core behind it: where its acts go, and what its forms and suggestions show. */
export function openDiscord(parts: DiscordParts): Discord {
  const { config, prisma, media, fitsFolder, links, log, core } = parts;
  const suggestions = makeSuggestStore(prisma);
  return makeDiscord({
    ...config,
    store: makeDiscordStore(prisma),
    media: {
      localPath: (path) => media.localPath(path),
      fit: fitClip,
      fitsFolder,
      linkTo: (path, fileName) => links?.linkTo(path, fileName) ?? null,
    },
    record: (act) => core.inbox.record(act),
    withdraw: (actId) => core.inbox.finish(actId, core.clock.now()),
    wake: (actId) => core.queue.wake({ kind: 'act', actId }),
    loadPerson: (workspace, person) => core.directory.loadPerson(workspace, person),
    briefOf: (viewer, target) => findBrief(core, viewer, target),
    complete: (from, option, typed) => suggest(suggestions, { from, option, typed }),
    publish: () => suggestions.saveCatalog(toEntries(core), core.clock.now()),
    reconcile: (listening) => reconcile(core, listening),
    clock: core.clock,
    newId: core.chance.id,
    report: (fields, message) => log.warn(fields, message),
    ...(parts.recordMs === undefined ? {} : { recordMs: parts.recordMs }),
  });
}

const LOOK_MS = 1_000;
const PATIENCE_MS = 10 * 60_000;

/**
 * Reads at once, and again when what was heard before is worked on: an addition that is logged after a reading which saw
 * it gone would stand for ever.
 */
async function reconcile(core: DiscordParts['core'], { recorded, stopped }: Listening): Promise<void> {
  await reconcilePlatform(core, 'discord');
  await recorded;
  const since = core.clock.now();
  for (let waitedMs = 0; waitedMs < PATIENCE_MS && !stopped.aborted; waitedMs += LOOK_MS) {
    const isBusy = (await core.inbox.due(since, 1)).length > 0;
    if (!isBusy) {
      await reconcilePlatform(core, 'discord');
      return;
    }
    await pause(LOOK_MS, undefined, { signal: stopped }).catch(() => undefined);
  }
}

/** What may be named in a request, with what it costs today. */
function toEntries({ catalog, clock }: DiscordParts['core']): readonly CatalogEntry[] {
  return [
    ...[...catalog.templates.values()].map(
      ({ template: { name, title } }) => ({ kind: 'template', name, title, price: null }) as const,
    ),
    ...[...catalog.models.values()].map((model) => {
      const five = quote(model, { seconds: 5, width: 1280, height: 720, audio: model.audio }, clock.now());
      return { kind: 'model', name: model.name, title: model.title, price: `${toPriceWords(five)} for 5 s` } as const;
    }),
  ];
}
