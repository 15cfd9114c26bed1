import type { Slug } from '../shot/slug.ts';
import type { Ratio } from '../take/ratio.ts';
import type { Slots } from '../template/slots.ts';

/** What a person wrote: free text plus options. `null` is "not said", and is filled in when the brief is resolved. */
export interface Brief {
  readonly scene: string;
  readonly template: string | null;
  /** Empty: the channel's draft or final model. Several: one take of each. */
  readonly models: readonly string[];
  /** As written: it may be zero, negative or absurd, and is snapped to what the model does when the brief is resolved. */
  readonly seconds: number | null;
  readonly ratio: Ratio | null;
  /** Set where another shape was written, of which `ratio` is the nearest. */
  readonly askedRatio?: string;
  readonly size: BriefSize | null;
  readonly takes: number | null;
  readonly seed: number | null;
  readonly shot: Slug | null;
  readonly refs: readonly BriefReference[];
  readonly tier: 'draft' | 'final' | null;
  readonly slots: Slots;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface BriefSize extends Size {
  /** Set where the size was written `720p`: the shorter side. Width and height are then those of the brief's ratio, else of 16:9. */
  readonly lines?: number;
}

export const REFERENCE_ROLES = ['first', 'last', 'style', 'character', 'product'] as const;

export type ReferenceRole = (typeof REFERENCE_ROLES)[number];

export interface BriefReference {
  readonly role: ReferenceRole;
  readonly url: string;
}

/** A brief that says its scene and nothing else. */
export const toBrief = (scene: string): Brief => ({
  scene,
  template: null,
  models: [],
  seconds: null,
  ratio: null,
  size: null,
  takes: null,
  seed: null,
  shot: null,
  refs: [],
  tier: null,
  slots: {},
});
