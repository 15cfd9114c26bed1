import type { TakeId } from '../ids.ts';

export const SOURCE_ACTS = ['remix', 'edit', 'extend'] as const;
/** What a provider makes of a clip that it made before: other words for it, a change in it, or what comes after it. */
export type SourceAct = (typeof SOURCE_ACTS)[number];

/** The clip that a take starts from, at the provider that made it. */
export interface TakeSource {
  readonly act: SourceAct;
  readonly take: TakeId;
  /** The provider's own id of it. */
  readonly jobId: string;
  /** How long that clip is. */
  readonly seconds: number;
}

/** The lengths that a finished clip may have: an extension comes alone, or with what it was added to. */
export const lengthsOf = (params: { readonly seconds: number; readonly source?: TakeSource }): readonly number[] =>
  params.source?.act === 'extend' ? [params.seconds, params.source.seconds + params.seconds] : [params.seconds];

/** Of the clip as it lies there. An extension is counted with what it was added to. */
export const clipSeconds = (params: { readonly seconds: number; readonly source?: TakeSource }): number =>
  Math.max(...lengthsOf(params));
