import { z } from 'zod';
import { type Model, type Price, toDay } from '../../core/model/model.ts';
import { isShape } from '../../core/model/snap.ts';
import { RATIOS } from '../../core/take/ratio.ts';

/** What OpenRouter tells of a model at `/videos/models` (openrouter.ai/docs, video generation); what it leaves out is not guessed. */
const Offer = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  supported_durations: z.array(z.number().positive()).nonempty(),
  supported_sizes: z.array(z.string()).nullish(),
  supported_resolutions: z.array(z.string()).nullish(),
  supported_aspect_ratios: z.array(z.string()).nullish(),
  supported_frame_images: z.array(z.string()).nullish(),
  generate_audio: z.boolean().nullish(),
  seed: z.boolean().nullish(),
  pricing_skus: z.record(z.string(), z.string()).nullish(),
});
type Offer = z.infer<typeof Offer>;

const Offers = z.object({ data: z.array(z.unknown()) });

/** Nobody tells how long they take. */
const USUAL = { fixedMs: 40_000, perSecondMs: 12_000 };
const SOURCE = 'openrouter.ai/api/v1/videos/models';

/**
 * The models that OpenRouter offers now, with their prices. A price that can't be read is never 0: the list price of the
 * same model in the catalogue holds, and without one the model has no known price and is refused before it is sent.
 */
export function readOpenrouterModels(json: unknown, listed: readonly Model[], at: Date): readonly Model[] {
  const read = Offers.safeParse(json);
  if (!read.success) return [];
  return read.data.data.flatMap((item) => {
    const offer = Offer.safeParse(item);
    const model = offer.success ? toModel(offer.data, listed, toDay(at)) : null;
    return model === null ? [] : [model];
  });
}

/** Where nobody says what a size is meant as: 21:9 (2.4 % off) is not scope. */
const READ_SHAPE = 1.02;

function toModel(offer: Offer, listed: readonly Model[], day: string): Model | null {
  const sizes = sizesOf(offer);
  const ratios = RATIOS.filter((ratio) => sizes.some((size) => isShape(size, ratio, READ_SHAPE)));
  const name = offer.id.toLowerCase().replaceAll(/[^a-z0-9_.-]+/g, '-');
  if (sizes.length === 0 || ratios.length === 0 || !/^[a-z0-9]/.test(name)) return null;
  const roles = (['first', 'last'] as const).filter((role) => offer.supported_frame_images?.includes(`${role}_frame`));
  return {
    name,
    vendorModel: offer.id,
    provider: 'openai',
    title: `${offer.name} (OpenRouter)`,
    ai: true,
    seconds: { kind: 'list', values: offer.supported_durations.toSorted((a, b) => a - b) },
    sizes: { kind: 'list', values: sizes },
    ratios,
    references: roles,
    maxReferences: roles.length,
    audio: offer.generate_audio === true,
    seed: offer.seed === true,
    usual: USUAL,
    prices: pricesOf(offer, listed, day),
    retiredOn: null,
    successor: null,
    terms: { processedIn: null, trainsOnInputs: null, commercialUse: null, source: SOURCE, readOn: day },
  };
}

/** In pixels where it names them, else of every resolution in every shape. */
function sizesOf(offer: Offer): readonly { readonly width: number; readonly height: number }[] {
  const named = (offer.supported_sizes ?? []).flatMap((size) => {
    const match = /^(\d{2,5})x(\d{2,5})$/.exec(size);
    return match === null ? [] : [{ width: Number(match[1]), height: Number(match[2]) }];
  });
  if (named.length > 0) return named;
  return (offer.supported_resolutions ?? []).flatMap((resolution) => {
    const lines = Number(/^(\d{3,4})p$/.exec(resolution)?.[1] ?? Number.NaN);
    if (!Number.isFinite(lines)) return [];
    return (offer.supported_aspect_ratios ?? []).flatMap((ratio) => {
      const match = /^(\d{1,2}):(\d{1,2})$/.exec(ratio);
      if (match === null) return [];
      const shape = Number(match[1]) / Number(match[2]);
      const even = (side: number) => 2 * Math.round(side / 2);
      const size =
        shape >= 1
          ? { width: even(lines * shape), height: even(lines) }
          : { width: even(lines), height: even(lines / shape) };
      return Number.isFinite(shape) ? [size] : [];
    });
  });
}

function pricesOf(offer: Offer, listed: readonly Model[], day: string): readonly Price[] {
  const skus = Object.entries(offer.pricing_skus ?? {});
  const told = skus.map(([sku, dollars]) => toPrice(sku, dollars, day));
  const known = told.filter((price) => price !== null);
  // One that isn't understood may be the dear one.
  if (known.length > 0 && known.length === told.length) return known;
  const same = listed.find(({ name, provider }) => provider !== 'openai' && plain(name) === plain(offer.id));
  return (same?.prices ?? []).map((price) => ({
    ...price,
    unsure: true,
    source: `${price.source}; OpenRouter’s own can’t be read`,
  }));
}

/** `per-video-second` and `per-video-second-1080p`, in dollars. */
function toPrice(sku: string, dollars: string, day: string): Price | null {
  const match = /^per-video-second(?:-(\d{3,4})p)?$/.exec(sku);
  const micros = toMicros(dollars);
  if (match === null || micros === null || micros === 0n) return null;
  const minLines = Number(match[1] ?? 0);
  return { from: day, perSecondMicros: micros, perClipMicros: 0n, minLines, audio: null, source: SOURCE, readOn: day };
}

/** Without floats, and rounded up. */
function toMicros(dollars: string): bigint | null {
  const match = /^(\d{1,6})(?:\.(\d{1,18}))?$/.exec(dollars.trim());
  if (match === null) return null;
  const fraction = (match[2] ?? '').padEnd(18, '0');
  const rest = BigInt(fraction.slice(6)) > 0n ? 1n : 0n;
  return BigInt(match[1] ?? '0') * 1_000_000n + BigInt(fraction.slice(0, 6)) + rest;
}

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^.*\//, '')
    .replaceAll(/[^a-z0-9]/g, '');
