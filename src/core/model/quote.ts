import { type Micros, toDollars } from '../money/micros.ts';
import { linesOf } from './frame.ts';
import { type Model, type Price, toDay } from './model.ts';

/** What one take costs at most. `unpriced` is never zero: such a take must not be submitted. */
export type Quote = { readonly kind: 'priced'; readonly micros: Micros } | { readonly kind: 'unpriced' };

/** The parameters that a price may depend on. `audio` null: not known yet, so the dearer one counts. */
export interface QuoteParams {
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  readonly audio: boolean | null;
}

/**
 * The worst price of a take at a moment: of every price line that may apply the newest, and of these the dearest;
 * rounded up to a whole micro-dollar. A bill can then be smaller than what was held, never larger.
 */
export function quote(model: Model, params: QuoteParams, at: Date): Quote {
  if (!Number.isFinite(params.seconds) || params.seconds < 0) return { kind: 'unpriced' };
  const lines = linesOf(params);
  const day = toDay(at);
  const newest = new Map<string, Price>();
  for (const price of model.prices) {
    const applies = price.from <= day && price.minLines <= lines && fitsAudio(price, params.audio);
    const key = `${price.minLines} ${price.audio}`;
    const known = newest.get(key);
    if (applies && (known === undefined || known.from <= price.from)) newest.set(key, price);
  }
  let worst: Micros | null = null;
  for (const price of newest.values()) {
    const cost = costOf(price, params.seconds);
    if (worst === null || cost > worst) worst = cost;
  }
  return worst === null ? { kind: 'unpriced' } : { kind: 'priced', micros: worst };
}

/** The quote for several takes of the same parameters. */
export const timesTakes = (one: Quote, takes: number): Quote =>
  one.kind === 'unpriced' ? one : { kind: 'priced', micros: one.micros * BigInt(takes) };

/** `free`, `$1.20`, or `no known price`. */
export function toPriceWords(price: Quote): string {
  if (price.kind === 'unpriced') return 'no known price';
  return price.micros === 0n ? 'free' : toDollars(price.micros);
}

const fitsAudio = (price: Price, audio: boolean | null): boolean =>
  price.audio === null || audio === null || price.audio === audio;

/** Seconds count in whole milliseconds, rounded up but for the noise of binary fractions. */
function costOf(price: Price, seconds: number): Micros {
  const ms = BigInt(Math.ceil(seconds * 1000 - 1e-6));
  return (price.perSecondMicros * ms + 999n) / 1000n + price.perClipMicros;
}
