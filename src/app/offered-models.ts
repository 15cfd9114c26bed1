import { readOpenrouterModels } from '../adapters/models/openrouter-models.ts';
import { dialectOf } from '../adapters/providers/openai-videos/dialects.ts';
import type { Model } from '../core/model/model.ts';
import type { Report } from '../core/studio/studio.ts';
import type { ProvidersConfig } from './config-providers.ts';
import { atHosts } from './open-providers.ts';

const PATIENCE_MS = 5_000;

/**
 * The catalogue where this installation points, with what a gateway offers that tells it itself. What stands in a
 * catalogue goes before what is offered, so an owner's own price holds; a gateway that doesn't answer adds nothing.
 */
export async function offeredModels(
  models: ReadonlyMap<string, Model>,
  config: ProvidersConfig,
  { at, log }: { readonly at: Date; readonly log: Pick<Report, 'warn'> },
): Promise<ReadonlyMap<string, Model>> {
  const here = atHosts(models, config);
  const { openaiVideo } = config;
  if (openaiVideo === null || dialectOf(openaiVideo.baseUrl, openaiVideo.dialect).name !== 'openrouter') return here;
  try {
    const answer = await fetch(`${openaiVideo.baseUrl}/videos/models`, {
      headers: { Authorization: `Bearer ${openaiVideo.apiKey}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!answer.ok) await answer.body?.cancel();
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    const offered = readOpenrouterModels(await answer.json(), [...models.values()], at);
    return new Map([...offered.map((model) => [model.name, model] as const), ...here]);
  } catch (error) {
    log.warn(
      { provider: 'openai', error },
      'the models of the gateway can not be read: only the catalogue’s are known',
    );
    return here;
  }
}
