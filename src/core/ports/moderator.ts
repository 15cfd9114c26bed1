import type { Flag } from '../moderation/flags.ts';

/** A check of words and pictures before money is spent on them. */
export interface Moderator {
  /** `not-judged` where the check can't be had now: the word policy then stands alone. Never throws. */
  judge(what: {
    readonly text: string;
    readonly pictures: readonly { readonly path: string; readonly mime: string }[];
  }): Promise<{ readonly kind: 'judged'; readonly flags: readonly Flag[] } | { readonly kind: 'not-judged' }>;
}
