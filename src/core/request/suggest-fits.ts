import { type Offer, type Suggestion, whatWouldFit } from '../budget/fit.ts';
import type { Model } from '../model/model.ts';
import { quote } from '../model/quote.ts';
import type { Micros } from '../money/micros.ts';
import type { Request } from '../ports/request-store.ts';
import type { Studio } from '../studio/studio.ts';
import { usableModels } from '../studio/usable-models.ts';
import type { NewTake } from '../take/take.ts';

/** What of the same request would fit into what is left: shorter, smaller, fewer, or on a cheaper model. */
export function suggestFits(studio: Studio, request: Request, left: Micros): readonly Suggestion[] {
  const [first] = request.plan.takes;
  const asked = first === undefined ? undefined : studio.catalog.models.get(first.model);
  if (first === undefined || asked === undefined) return [];
  return whatWouldFit({
    left,
    asked: {
      model: first.model,
      seconds: first.params.seconds,
      size: nameOf(first.params),
      takes: request.plan.takes.length,
    },
    seconds: secondsOf(asked),
    sizes: [...smallerSizes(asked, first).map(nameOf), nameOf(first.params)],
    models: usableModels(studio).map((model) => model.name),
    price: (seconds, size, model) => priceOf(studio, first, { seconds, size, model }),
  });
}

function priceOf(
  studio: Studio,
  take: NewTake,
  { seconds, size, model }: Pick<Offer, 'seconds' | 'size' | 'model'>,
): Micros | null {
  const found = studio.catalog.models.get(model);
  const pixels = readSize(size);
  if (found === undefined || pixels === null || !secondsOf(found).includes(seconds)) return null;
  const priced = quote(found, { seconds, ...pixels, audio: take.params.audio }, studio.clock.now());
  return priced.kind === 'priced' ? priced.micros : null;
}

const nameOf = ({ width, height }: { readonly width: number; readonly height: number }) => `${width}x${height}`;

function readSize(name: string): { readonly width: number; readonly height: number } | null {
  const [width, height] = name.split('x').map(Number);
  return width === undefined || height === undefined ? null : { width, height };
}

function smallerSizes({ sizes }: Model, { params }: NewTake) {
  const all = sizes.kind === 'list' ? [...sizes.values] : [];
  return all
    .filter((size) => size.width * size.height < params.width * params.height)
    .sort((a, b) => a.width * a.height - b.width * b.height);
}

function secondsOf({ seconds }: Model): readonly number[] {
  if (seconds.kind === 'list') return seconds.values;
  const count = Math.floor((Math.min(seconds.max, 60) - seconds.min) / seconds.step) + 1;
  return Array.from({ length: count }, (_, index) => seconds.min + index * seconds.step);
}
