import type { Card } from '../card/card.ts';
import { moderationCard } from '../card/moderation-card.ts';
import { FLAGS, type Flag } from '../moderation/flags.ts';
import type { Request } from '../ports/request-store.ts';
import type { Studio } from '../studio/studio.ts';

/** Nothing runs; why is kept with the request, for the owner's card and the log. */
export async function refuseModerated(studio: Studio, request: Request, flags: readonly Flag[]): Promise<Card | null> {
  const moved = await studio.requests.move(request.id, {
    from: ['read'],
    to: 'refused',
    refusal: { kind: 'moderation', flags },
  });
  return moved ? moderationCard(request, flags) : null;
}

/** What `refuseModerated` kept; null where the request was refused for something else. */
export function readModeration({ refusal }: Request): readonly Flag[] | null {
  const kept = new Map<string, unknown>(Object.entries(typeof refusal === 'object' && refusal !== null ? refusal : {}));
  if (kept.get('kind') !== 'moderation') return null;
  const flags: unknown = kept.get('flags');
  return Array.isArray(flags) ? FLAGS.filter((flag) => flags.includes(flag)) : [];
}
