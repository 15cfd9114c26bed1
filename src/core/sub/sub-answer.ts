import type { Card, Line, Tone } from '../card/card.ts';
import { toNote } from '../card/notes.ts';
import type { TakeId } from '../ids.ts';

/** What a sub-command comes to. Cards are shown to the asker alone; what moves takes or votes is done by its use-case. */
export type SubAnswer =
  | { readonly kind: 'card'; readonly card: Card }
  /** It shows in the channel; the asker hears nothing more. */
  | { readonly kind: 'shown' }
  /** Posts the take's clip once more, in this channel. */
  | { readonly kind: 'deliver-again'; readonly takeId: TakeId }
  /** The asker may cancel all of these. */
  | { readonly kind: 'cancel'; readonly takeIds: readonly TakeId[] }
  /** The asker may reopen it, and its decision is final. */
  | { readonly kind: 'reopen'; readonly takeId: TakeId };

export const withCard = (card: Card): SubAnswer => ({ kind: 'card', card });

/** One line of answer. */
export const say = (tone: Tone, ...spans: Line): SubAnswer => withCard(toNote(tone, [spans]));
