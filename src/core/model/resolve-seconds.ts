import type { Brief } from '../command/brief.ts';
import type { Quote } from './quote.ts';
import type { ResolveContext } from './resolution.ts';
import { toRangeWords, toSecondsWords } from './resolution-words.ts';
import { snapSeconds } from './snap.ts';

const HOUSE_SECONDS = 5;

export interface ResolvedSeconds {
  readonly seconds: number;
  /** The next longer one, where the asked one went down. */
  readonly longer: number | null;
  readonly notes: readonly string[];
}

/** The length: as asked, else of the template or the channel; the house's five, else the nearest shorter, is not worth a word. */
export function resolveSeconds(
  brief: Brief,
  { model, templateDefaults, channelDefaults }: ResolveContext,
  price: (seconds: number) => Quote,
): ResolvedSeconds {
  const asked = brief.seconds ?? templateDefaults?.seconds ?? channelDefaults?.seconds ?? null;
  const wanted = asked ?? HOUSE_SECONDS;
  const timed = snapSeconds(model.seconds, wanted, price, asked === null ? 'never-rises' : 'may-rise');
  if (asked === null || timed.exact) return { seconds: timed.value, longer: null, notes: [] };
  const note = `${model.title} does ${toRangeWords(model.seconds)}, not ${asked}: this one has ${toSecondsWords(timed.value)}.`;
  return { seconds: timed.value, longer: timed.above, notes: [note] };
}
