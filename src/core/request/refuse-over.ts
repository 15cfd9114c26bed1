import { overCapCard } from '../card/ask-cards.ts';
import type { Card } from '../card/card.ts';
import type { Micros } from '../money/micros.ts';
import type { Request, RequestState } from '../ports/request-store.ts';
import type { Studio } from '../studio/studio.ts';
import { suggestFits } from './suggest-fits.ts';

/** The purse that is short; null where the request is only dearer than one person may order alone. */
export interface Over {
  readonly scope: string | null;
  readonly left: Micros;
}

/** Nothing runs, what would fit is offered, and an owner may be asked. Why is kept with the request, for the owner's card. */
export async function refuseOver(
  studio: Studio,
  request: Request,
  from: RequestState,
  over: Over,
): Promise<Card | null> {
  const refusal = {
    kind: over.scope === null ? 'threshold' : 'exceeded',
    scope: over.scope,
    left: over.left.toString(),
  };
  const moved = await studio.requests.move(request.id, { from: [from], to: 'refused', refusal });
  return moved ? overCapCard({ request, ...over, fits: suggestFits(studio, request, over.left) }) : null;
}

/** What `refuseOver` kept. */
export function readOver({ refusal }: Request): Over {
  const kept = new Map<string, unknown>(Object.entries(typeof refusal === 'object' && refusal !== null ? refusal : {}));
  const scope = kept.get('scope');
  const left = String(kept.get('left'));
  return { scope: typeof scope === 'string' ? scope : null, left: /^-?\d+$/.test(left) ? BigInt(left) : 0n };
}
