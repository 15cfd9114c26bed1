import type { Brief, BriefReference, Size } from '../command/brief.ts';
import type { Model } from './model.ts';
import { type Quote, quote, timesTakes, toPriceWords } from './quote.ts';
import type { Offer, Resolution, ResolveContext } from './resolution.ts';
import { toRetiredNotes, toSecondsWords, toSizeWords } from './resolution-words.ts';
import { type ResolvedFrame, resolveFrame } from './resolve-frame.ts';
import { type ResolvedSeconds, resolveSeconds } from './resolve-seconds.ts';

/** Turns a brief into the parameters of its takes. Total: whatever was asked becomes something that the model does. */
export function resolveBrief(brief: Brief, context: ResolveContext): Resolution {
  const { model, at } = context;
  const takes = brief.takes ?? 1;
  const price: PriceOf = (seconds, size) => quote(model, { seconds, ...size, audio: model.audio }, at);
  const frame = resolveFrame(brief, context, price);
  const timed = resolveSeconds(brief, context, (seconds) => price(seconds, frame.size));
  const { references, notes } = usableReferences(brief, model);
  return {
    params: {
      seconds: timed.seconds,
      ratio: frame.ratio,
      renderRatio: frame.renderRatio,
      width: frame.size.width,
      height: frame.size.height,
      fps: 24,
      seed: model.seed ? brief.seed : null,
      audio: model.audio,
    },
    takes,
    references,
    perTake: price(timed.seconds, frame.size),
    notes: [...toRetiredNotes(model, at), ...frame.notes, ...timed.notes, ...seedNotes(brief, model), ...notes],
    offers: toOffers(frame, timed, (seconds, size) => timesTakes(price(seconds, size), takes)),
  };
}

/** What one take of so many seconds and pixels costs at most. */
export type PriceOf = (seconds: number, size: Size) => Quote;

function toOffers(frame: ResolvedFrame, timed: ResolvedSeconds, price: PriceOf): readonly Offer[] {
  const offers: Offer[] = [];
  const add = (label: string, change: Offer['change'], all: Quote): void => {
    if (all.kind === 'priced') offers.push({ label: `${label}, ${toPriceWords(all)}`, change, micros: all.micros });
  };
  const { longer } = timed;
  const { larger } = frame;
  if (longer !== null) add(toSecondsWords(longer), { seconds: longer }, price(longer, frame.size));
  if (larger !== null) add(toSizeWords(larger), { size: larger }, price(timed.seconds, larger));
  return offers;
}

const seedNotes = ({ seed }: Brief, model: Model): readonly string[] =>
  seed === null || model.seed ? [] : [`${model.title} takes no seed; ${seed} is left out.`];

function usableReferences(
  { refs }: Brief,
  model: Model,
): { readonly references: readonly BriefReference[]; readonly notes: readonly string[] } {
  const known = refs.filter(({ role }) => model.references.includes(role));
  const references = known.slice(0, model.maxReferences);
  const unknown = new Set(refs.filter(({ role }) => !model.references.includes(role)).map(({ role }) => role));
  const notes = [...unknown].map((role) => `${model.title} can't use a ${role} reference; it is left out.`);
  if (known.length > references.length) {
    notes.push(`${model.title} uses at most ${model.maxReferences} references; the last ones are left out.`);
  }
  return { references, notes };
}
