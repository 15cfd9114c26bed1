/** What a check may find in words or pictures. */
export const FLAGS = ['sexual', 'minors', 'likeness', 'hate', 'self-harm', 'illicit', 'violence'] as const;

export type Flag = (typeof FLAGS)[number];

/** These stop a request; the others are the trade of many films and warn. */
const STOPPING: ReadonlySet<Flag> = new Set(['sexual', 'minors', 'likeness', 'hate']);

export type ModerationDecision =
  | { readonly kind: 'clear' }
  | { readonly kind: 'warn'; readonly flags: readonly Flag[] }
  | { readonly kind: 'stop'; readonly flags: readonly Flag[] };

export function decideModeration(flags: readonly Flag[]): ModerationDecision {
  const found = FLAGS.filter((flag) => flags.includes(flag));
  const stopping = found.filter((flag) => STOPPING.has(flag));
  if (stopping.length > 0) return { kind: 'stop', flags: stopping };
  return found.length > 0 ? { kind: 'warn', flags: found } : { kind: 'clear' };
}

/** In plain words, for whoever asked. */
export const FLAG_WORDS: Readonly<Record<Flag, string>> = {
  sexual: 'sexual content',
  minors: 'sexual content with minors',
  likeness: 'a real person’s likeness',
  hate: 'hate',
  'self-harm': 'self-harm',
  illicit: 'something illegal',
  violence: 'violence',
};
