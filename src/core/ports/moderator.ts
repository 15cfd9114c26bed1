import type { Flag } from '../moderation/flags.ts';

/** A check of words and pictures before money is spent on them. */
export interface Moderator {
  /**
   * `not-judged` where the check can't be had now: the word policy then stands alone. `partly` where it saw some of it:
   * what it flagged counts, and the word policy beside it. Never throws.
   */
  judge(what: {
    readonly text: string;
    readonly pictures: readonly { readonly path: string; readonly mime: string }[];
  }): Promise<Judgement>;
}

export type Judgement =
  | { readonly kind: 'judged' | 'partly'; readonly flags: readonly Flag[] }
  | { readonly kind: 'not-judged' };
