import { isRetired, type Model } from '../model/model.ts';
import type { Studio } from './studio.ts';

/** The models that could render here now: not switched off by their vendor, and with a provider that is set up. */
export const usableModels = ({
  catalog,
  providers,
  clock,
}: Pick<Studio, 'catalog' | 'providers' | 'clock'>): readonly Model[] =>
  [...catalog.models.values()].filter((model) => !isRetired(model, clock.now()) && providers.has(model.provider));
