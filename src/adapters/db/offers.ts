import type { Card } from '../../core/card/card.ts';
import { type OutboxId, outboxId } from '../../core/ids.ts';
import { readCard } from './outbox-store.ts';
import { type Sql, type Stored, toJson } from './sql.ts';

/** Rewrites the messages whose buttons speak of a target; the ids of those that are to be sent again. */
export async function rewriteOffers(
  db: Sql,
  target: string,
  { verb, close, now }: { readonly verb: string | null; readonly close: (card: Card) => Card; readonly now: Date },
): Promise<readonly OutboxId[]> {
  const rows = await db.$queryRaw<{ id: string; card: Stored<Card> }[]>`
    select id, card from outbox where card->'buttons'->0 is not null and card->'buttons'->0->>'target' = ${target}
    order by id`;
  const ids: OutboxId[] = [];
  for (const { id, card } of rows) {
    if (verb !== null && !card.buttons.some((button) => button.verb === verb)) continue;
    // What was told where nothing can be edited is left as it was told.
    const changed = await db.$executeRaw`
      update outbox set card = ${toJson(close(readCard(card)))}::jsonb, state = 'due', wanted_rev = wanted_rev + 1,
        next_at = least(next_at, ${now}::timestamptz)
      where id = ${id} and (message_id is not null or state = 'due') and state <> 'gone'`;
    if (changed > 0) ids.push(outboxId(id));
  }
  return ids;
}
