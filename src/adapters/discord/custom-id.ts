import { BUTTON_VERBS, type Button, type ButtonVerb } from '../../core/card/card.ts';
import type { OutboxId } from '../../core/ids.ts';
import { LIMITS } from './limits.ts';

/** What a press says: its argument, or where the argument stands. Ids are checked by the core, not trusted. */
export type PressId =
  | { readonly kind: 'whole'; readonly verb: ButtonVerb; readonly target: string; readonly argument: string | null }
  /** The argument is too long for Discord's hundred characters: it is the button's of that index on the stored card. */
  | { readonly kind: 'stored'; readonly verb: ButtonVerb; readonly card: string; readonly index: number };

const VERSION = 'v1';

/** `v1|retake|<id>|`, or `v1|fit|#<outbox id>|2`. null where neither fits: such a button isn't shown. */
export function toCustomId(
  { verb, target, argument }: Pick<Button, 'verb' | 'target' | 'argument'>,
  at: { readonly card: OutboxId | null; readonly index: number },
): string | null {
  const whole = [VERSION, verb, target, argument ?? ''].join('|');
  if (whole.length <= LIMITS.customId && !target.includes('|') && !target.startsWith('#')) return whole;
  if (at.card === null) return null;
  const stored = [VERSION, verb, `#${at.card}`, String(at.index)].join('|');
  return stored.length <= LIMITS.customId ? stored : null;
}

/** Reads a pressed button; null for what is not ours or of an older make. */
export function readCustomId(customId: string): PressId | null {
  const match = /^v1\|([a-z-]+)\|([^|]*)\|([\s\S]*)$/.exec(customId);
  const verb = BUTTON_VERBS.find((known) => known === match?.[1]);
  const [target, rest] = [match?.[2] ?? '', match?.[3] ?? ''];
  if (match === null || verb === undefined) return null;
  if (!target.startsWith('#')) return { kind: 'whole', verb, target, argument: rest === '' ? null : rest };
  return /^\d{1,2}$/.test(rest) ? { kind: 'stored', verb, card: target.slice(1), index: Number(rest) } : null;
}
