import type { ReferenceRole, Size } from '../command/brief.ts';
import type { Micros } from '../money/micros.ts';
import type { Ratio } from '../take/ratio.ts';
import type { SourceAct } from '../take/source.ts';

/** A catalogue entry: what a model can do, what it costs and since when. Everything else is decided from these facts. */
export interface Model {
  /** What people write after `--model`. */
  readonly name: string;
  readonly provider: string;
  readonly title: string;
  /** False for pictures drawn by rule: the clip then says so. */
  readonly ai: boolean;
  readonly seconds: SecondsRule;
  readonly sizes: SizeRule;
  /** The shapes that it renders itself; any other is rendered in the best of these and matted. */
  readonly ratios: 'any' | readonly Ratio[];
  readonly references: readonly ReferenceRole[];
  readonly maxReferences: number;
  /** It renders sound with the picture. */
  readonly audio: boolean;
  /** It takes a seed. */
  readonly seed: boolean;
  readonly usual: { readonly fixedMs: number; readonly perSecondMs: number };
  readonly prices: readonly Price[];
  /** The first day (`YYYY-MM-DD`, UTC) on which it is gone. */
  readonly retiredOn: string | null;
  readonly successor: string | null;
  /** Whose switching-off that is: behind another host the model may live on. Absent: it is gone everywhere. */
  readonly retiredAtHost?: string | null;
  /** What the provider calls it; absent: by its name. */
  readonly vendorModel?: string | null;
  /** A picture that it can't do without. */
  readonly needsReference?: ReferenceRole | null;
  /** Roles whose reference is a clip; the others are pictures. */
  readonly clips?: readonly ReferenceRole[];
  /** What it makes of a clip that it made before. */
  readonly startsFrom?: readonly SourceAct[];
  /** The longest prompt it reads, in UTF-16 units. */
  readonly promptLimit?: number | null;
  readonly terms?: Terms | null;
  /** Facts that only its provider's adapter reads. */
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}

/** Where the vendor works and what it may do with what it is given; null where nobody says. */
export interface Terms {
  readonly processedIn: string | null;
  readonly trainsOnInputs: boolean | null;
  readonly commercialUse: boolean | null;
  readonly source: string;
  readonly readOn: string | null;
}

export type SecondsRule =
  | { readonly kind: 'range'; readonly min: number; readonly max: number; readonly step: number }
  /** Ascending. */
  | { readonly kind: 'list'; readonly values: readonly number[] };

export type SizeRule =
  | { readonly kind: 'any'; readonly minSide: number; readonly maxSide: number; readonly multipleOf: number }
  | { readonly kind: 'list'; readonly values: readonly Size[] };

/** What a second, and a clip beside its seconds, costs from a day on, for pictures of so many lines and more. */
export interface Price {
  /** `YYYY-MM-DD`, UTC. */
  readonly from: string;
  readonly perSecondMicros: Micros;
  readonly perClipMicros: Micros;
  /** 0 for every size; 1080 for pictures whose 16:9 box has 1080 lines or more. */
  readonly minLines: number;
  /** null: with or without sound. */
  readonly audio: boolean | null;
  /** Where the price was read, and when (`YYYY-MM-DD`). */
  readonly source: string;
  readonly readOn: string | null;
  /** No page of the vendor's own says so: a copy, a formula, or a guess on the safe side. */
  readonly unsure?: boolean;
}

/** How long a take of this model usually needs; a guess to show, never a limit. */
export const usualMs = (model: Model, seconds: number): number =>
  Math.round(model.usual.fixedMs + model.usual.perSecondMs * seconds);

export const isRetired = (model: Model, at: Date): boolean => model.retiredOn !== null && model.retiredOn <= toDay(at);

export const isUnsure = ({ prices }: Pick<Model, 'prices'>): boolean => prices.some(({ unsure }) => unsure === true);

/** A model that its vendor's own host switched off is alive behind any other host that serves it. */
export const atHost = (model: Model, host: string | null): Model =>
  model.retiredAtHost === undefined || model.retiredAtHost === null || host === null || host === model.retiredAtHost
    ? model
    : { ...model, retiredOn: null };

/** The calendar day in UTC, the way prices are dated. */
export const toDay = (at: Date): string => at.toISOString().slice(0, 10);
