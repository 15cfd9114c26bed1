import { guestCard, overCapCard } from '../card/ask-cards.ts';
import type { Card } from '../card/card.ts';
import { type Micros, minMicros } from '../money/micros.ts';
import type { Request, RequestState } from '../ports/request-store.ts';
import type { Asked } from '../studio/asked.ts';
import { seesMoney } from '../studio/sees-money.ts';
import type { Studio } from '../studio/studio.ts';
import { suggestFits } from './suggest-fits.ts';

/** The purse that is short; null where the request is only dearer than one person may order alone. */
export interface Over {
  readonly scope: string | null;
  readonly left: Micros;
  /** What one person may order alone; null for owners, and where it was not kept. */
  readonly alone: Micros | null;
  /** Whoever asked sees no money, and so confirms no price. */
  readonly guest: boolean;
}

/** Nothing runs, what would fit is offered to those who see money, and an owner may be asked. Why is kept with the request, for the owner's card. */
export async function refuseOver(
  studio: Studio,
  asked: Asked,
  request: Request,
  short: { readonly from: RequestState } & Pick<Over, 'scope' | 'left'>,
): Promise<Card | null> {
  const { from, scope, left } = short;
  const alone = asked.isOwner ? null : asked.policy.askThreshold;
  const guest = !seesMoney(asked);
  const refusal = {
    kind: scope === null ? 'over-threshold' : 'exceeded',
    scope,
    left: left.toString(),
    alone: alone?.toString() ?? null,
    guest,
  };
  const moved = await studio.requests.move(request.id, { from: [from], to: 'refused', refusal });
  if (!moved) return null;
  if (guest) return guestCard({ request });
  // What is offered must pass both: the purse and what a person may order alone.
  const within = alone === null ? left : minMicros(left, alone);
  return overCapCard({ request, scope, left, alone, fits: suggestFits(studio, request, within) });
}

/** What `refuseOver` kept. */
export function readOver({ refusal }: Request): Over {
  const kept = new Map<string, unknown>(Object.entries(typeof refusal === 'object' && refusal !== null ? refusal : {}));
  const scope = kept.get('scope');
  const left = readAmount(kept.get('left')) ?? 0n;
  const guest = kept.get('guest') === true;
  return { scope: typeof scope === 'string' ? scope : null, left, alone: readAmount(kept.get('alone')), guest };
}

const readAmount = (kept: unknown): Micros | null =>
  typeof kept === 'string' && /^-?\d+$/.test(kept) ? BigInt(kept) : null;
