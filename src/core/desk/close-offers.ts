import type { ButtonVerb, Line } from '../card/card.ts';
import { closeCard } from '../card/close-card.ts';
import type { ActId, RequestId } from '../ids.ts';
import type { Request } from '../ports/request-store.ts';
import type { Studio } from '../studio/studio.ts';

/** Takes the presses off the messages that carry this one, where a surface can edit them. May be repeated. */
export async function closeOffers(
  studio: Studio,
  target: RequestId | ActId,
  closing: { readonly verb: ButtonVerb; readonly says: Line },
): Promise<void> {
  const ids = await studio.requests.closeOffers(target, {
    verb: closing.verb,
    close: (card) => closeCard(card, closing.says),
    now: studio.clock.now(),
  });
  await studio.queue.wakeAll(ids.map((outboxId) => ({ kind: 'send', outboxId })));
}

/** What became of a request, on the message that was pressed; null while it still waits for that press. */
export function toOutcomeWords({ state }: Pick<Request, 'state'>, verb: ButtonVerb): Line | null {
  const isOwners = verb === 'grant' || verb === 'decline';
  switch (state) {
    case 'running':
      return [isOwners ? 'Approved: it runs.' : 'It runs.'];
    case 'owner':
      return isOwners ? null : ['The budget owners are asked.'];
    case 'declined':
      return [isOwners ? 'Declined.' : 'Dropped: nothing ran.'];
    case 'expired':
      return ['Nobody answered in time, so nothing ran.'];
    case 'refused':
      return verb === 'ask' ? null : ['It did not run.'];
    case 'confirm':
      return isOwners ? ['Approved: the requester confirms the price.'] : null;
    case 'read':
      return null;
  }
}
