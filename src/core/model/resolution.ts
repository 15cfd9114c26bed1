import type { Brief, BriefReference } from '../command/brief.ts';
import type { Micros } from '../money/micros.ts';
import type { Ratio } from '../take/ratio.ts';
import type { Model } from './model.ts';
import type { Quote } from './quote.ts';

/** The fixed parameters of a take, as they are reserved for, submitted and logged. */
export interface TakeParams {
  readonly seconds: number;
  /** The shape that was asked for and that people see. */
  readonly ratio: Ratio;
  /** The shape that the model renders; where it differs, the derivative is matted to `ratio`. */
  readonly renderRatio: Ratio;
  /** Pixels of the encoded picture, in the shape of `renderRatio`. */
  readonly width: number;
  readonly height: number;
  readonly fps: 24;
  /** null: drawn when the take is made. */
  readonly seed: number | null;
  readonly audio: boolean;
}

/** Something larger than what will be made, which the person may take at its price. */
export interface Offer {
  readonly label: string;
  /** Laid over the brief, it asks for the larger one. */
  readonly change: Partial<Pick<Brief, 'seconds' | 'size'>>;
  /** For all takes of the request. */
  readonly micros: Micros;
}

export interface Resolution {
  readonly params: TakeParams;
  readonly takes: number;
  /** Those of the brief's references that the model can use. */
  readonly references: readonly BriefReference[];
  /** What one take costs at most. */
  readonly perTake: Quote;
  /** What was changed in what the person asked, one sentence each, to be said in the reply. */
  readonly notes: readonly string[];
  readonly offers: readonly Offer[];
}

/** What holds where the brief says nothing; `null` and absent are the same. */
export interface TakeDefaults {
  readonly seconds?: number | null;
  readonly ratio?: Ratio | null;
}

export interface ResolveContext {
  readonly model: Model;
  /** The template's own, before the channel's. */
  readonly templateDefaults?: TakeDefaults | null;
  readonly channelDefaults?: TakeDefaults | null;
  /** The day whose prices hold. */
  readonly at: Date;
}
