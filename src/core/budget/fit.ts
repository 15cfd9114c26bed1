import type { Micros } from '../money/micros.ts';

/** The parameters of a request that have a price. */
export interface Offer {
  readonly model: string;
  readonly seconds: number;
  /** As the size list names them. */
  readonly size: string;
  readonly takes: number;
}

export type FitChange = 'fewer' | 'shorter' | 'smaller' | 'cheaper';

/** Something that fits into what is left, and in what it differs from what was asked. */
export interface Suggestion extends Offer {
  readonly changes: readonly FitChange[];
  /** All takes added up. */
  readonly price: Micros;
}

export interface FitQuestion {
  readonly left: Micros;
  readonly asked: Offer;
  readonly seconds: readonly number[];
  /** Small to large. */
  readonly sizes: readonly string[];
  readonly models: readonly string[];
  /** The price of one take; null where the model can't do it. */
  readonly price: (seconds: number, size: string, model: string) => Micros | null;
}

/**
 * What would fit into what is left (design §6: shorter, smaller, cheaper), each with one change where that is enough and
 * the model can do it. The nearest to what was asked comes first: the fewest changes, then the most takes, seconds and
 * pixels; among equals the dearest, being likely the best. Where one change is never enough, the nearest with several.
 */
export function whatWouldFit(question: FitQuestion): readonly Suggestion[] {
  const fitting = candidates(question).sort((a, b) => compareOffers(a, b, question.sizes));
  const single = (change: FitChange) => fitting.find(({ changes }) => changes.length === 1 && changes[0] === change);
  // Another model seldom does the very same seconds and size: then the nearest it does.
  const cheaper = single('cheaper') ?? fitting.find(({ changes }) => changes.includes('cheaper'));
  const found = [single('fewer'), single('shorter'), single('smaller'), cheaper].filter((one) => one !== undefined);
  return found.length > 0 ? found : fitting.slice(0, 1);
}

function candidates({ left, asked, seconds, sizes, models, price }: FitQuestion): Suggestion[] {
  const lengths = new Set([asked.seconds, ...seconds.filter((length) => length < asked.seconds)]);
  const pictures = new Set([asked.size, ...sizes.slice(0, Math.max(0, sizes.indexOf(asked.size)))]);
  const offers = [...new Set([asked.model, ...models])].flatMap((model) =>
    [...lengths].flatMap((length) => [...pictures].map((size) => ({ model, seconds: length, size }))),
  );
  const askedEach = price(asked.seconds, asked.size, asked.model);
  return offers.flatMap((offer) => {
    const each = price(offer.seconds, offer.size, offer.model);
    if (each === null || (askedEach !== null && each > askedEach)) return [];
    const takes = takesWithin(left, each, asked.takes);
    const changes = changesBetween(asked, { ...offer, takes });
    if (takes === 0 || changes.length === 0) return [];
    return [{ ...offer, takes, changes, price: each * BigInt(takes) }];
  });
}

function takesWithin(left: Micros, each: Micros, asked: number): number {
  if (each === 0n || left >= each * BigInt(asked)) return asked;
  return left < each ? 0 : Number(left / each);
}

function changesBetween(asked: Offer, offer: Offer): readonly FitChange[] {
  const changes: FitChange[] = [];
  if (offer.takes < asked.takes) changes.push('fewer');
  if (offer.seconds < asked.seconds) changes.push('shorter');
  if (offer.size !== asked.size) changes.push('smaller');
  if (offer.model !== asked.model) changes.push('cheaper');
  return changes;
}

function compareOffers(a: Suggestion, b: Suggestion, sizes: readonly string[]): number {
  return (
    a.changes.length - b.changes.length ||
    b.takes - a.takes ||
    b.seconds - a.seconds ||
    sizes.indexOf(b.size) - sizes.indexOf(a.size) ||
    Number(b.price - a.price) ||
    (a.model < b.model ? -1 : 1)
  );
}
