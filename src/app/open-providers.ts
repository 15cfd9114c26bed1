import { join } from 'node:path';
import { type Dialect, dialectOf } from '../adapters/providers/openai-videos/dialects.ts';
import { toBrief } from '../core/command/brief.ts';
import { atHost, isRetired, type Model } from '../core/model/model.ts';
import { resolveBrief } from '../core/model/resolve-brief.ts';
import type { MediaStore } from '../core/ports/media-store.ts';
import type { VideoProvider } from '../core/ports/video-provider.ts';
import type { Report } from '../core/studio/studio.ts';
import type { ProvidersConfig } from './config-providers.ts';

export interface OpenedProviders {
  readonly providers: ReadonlyMap<string, VideoProvider>;
  stop(): Promise<void>;
}

interface Opening {
  readonly config: ProvidersConfig;
  readonly models: ReadonlyMap<string, Model>;
  readonly media: MediaStore;
  readonly dataDir: string;
  readonly report: Report;
}

/** Those who may be paid to render, each under the name that the catalogue calls it by. */
export async function openProviders({ config, models, media, dataDir, report }: Opening): Promise<OpenedProviders> {
  const providers = new Map<string, VideoProvider>();
  const stops: (() => Promise<void>)[] = [];
  const { openai, openaiVideo, runway } = config;
  if (openai !== null) {
    const { makeStoryboard } = await import('../adapters/providers/storyboard/provider.ts');
    const storyboard = makeStoryboard({ ...openai, models, media, folder: join(dataDir, 'storyboards'), report });
    providers.set('storyboard', storyboard);
    stops.push(() => storyboard.stop());
  }
  if (openaiVideo !== null) {
    const { baseUrl, apiKey } = openaiVideo;
    const dialect = dialectOf(baseUrl, openaiVideo.dialect);
    const modelOf = (name: string) => models.get(name)?.vendorModel ?? name;
    const { makeOpenaiVideos } = await import('../adapters/providers/openai-videos/provider.ts');
    providers.set('openai', makeOpenaiVideos({ baseUrl, apiKey, dialect, modelOf, report }));
  }
  if (runway !== null) {
    const { makeRunway } = await import('../adapters/providers/runway/provider.ts');
    providers.set('runway', makeRunway({ ...runway, models, report }));
  }
  return {
    providers,
    stop: async () => {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}

const OPENAI_HOST = 'api.openai.com';

/** The catalogue as it holds where this installation points: what a vendor switched off may live on at another host, which may do less. */
export function atHosts(models: ReadonlyMap<string, Model>, config: ProvidersConfig): ReadonlyMap<string, Model> {
  const { baseUrl = '', dialect = null } = config.openaiVideo ?? {};
  const host = URL.parse(baseUrl)?.host ?? OPENAI_HOST;
  const spoken = dialectOf(baseUrl, dialect);
  return new Map(
    [...models].map(([name, model]) => [
      name,
      model.provider === 'openai' ? spokenBy(atHost(model, host), spoken) : model,
    ]),
  );
}

const spokenBy = (model: Model, { acts, characters }: Dialect): Model => ({
  ...model,
  startsFrom: model.startsFrom?.filter((act) => acts.includes(act)) ?? [],
  ...(characters ? {} : { references: model.references.filter((role) => model.clips?.includes(role) !== true) }),
});

/** Where the one whose money it is sees what was charged. */
export function providerPages({ openai, openaiVideo, runway }: ProvidersConfig): Readonly<Record<string, string>> {
  const host = URL.parse(openaiVideo?.baseUrl ?? '')?.host ?? '';
  const usage: Readonly<Record<string, string>> = {
    [OPENAI_HOST]: 'https://platform.openai.com/usage',
    'openrouter.ai': 'https://openrouter.ai/activity',
  };
  return {
    ...(openai === null ? {} : { storyboard: openai.baseUrl ?? 'https://platform.openai.com/usage' }),
    ...(openaiVideo === null ? {} : { openai: usage[host] ?? `the usage page of ${host}` }),
    ...(runway === null ? {} : { runway: runway.baseUrl ?? 'https://dev.runwayml.com' }),
  };
}

/** Design §9: drafts by `storyboard` where it is there; finals by the cheapest model that can be paid here. */
export function houseModels(
  models: ReadonlyMap<string, Model>,
  providers: ReadonlyMap<string, VideoProvider>,
  at: Date,
): { readonly draftModel: string; readonly finalModel: string | null } {
  const offers = [...models.values()]
    .filter((model) => model.ai && providers.has(model.provider) && !isRetired(model, at))
    .filter((model) => model.provider !== 'storyboard' && (model.needsReference ?? null) === null)
    .flatMap((model) => {
      const { perTake } = resolveBrief({ ...toBrief(''), seconds: 5 }, { model, at });
      return perTake.kind === 'priced' ? [{ name: model.name, micros: perTake.micros }] : [];
    })
    .toSorted((a, b) => (a.micros < b.micros ? -1 : a.micros > b.micros ? 1 : a.name < b.name ? -1 : 1));
  return {
    draftModel: providers.has('storyboard') && models.has('storyboard') ? 'storyboard' : 'animatic',
    finalModel: offers[0]?.name ?? null,
  };
}
