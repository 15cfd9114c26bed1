import { describe, expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { createDatabase, withDatabase } from '../../support/database.ts';
import { diagnoseHistory, readCatalog, readExtras, toSchemaScript } from '../../support/schema-equals.ts';

/** What the migrations make beyond schema.prisma, one line each, by name: what they do has tests of its own. */
const EXPECTED: readonly string[] = [
  'check budget.budget_cap_check',
  'check budget.budget_granted_check',
  'check budget.budget_held_check',
  'check budget.budget_overage_check',
  'check budget.budget_settled_check',
  'check digest.digest_kind_check',
  'check digest.digest_state_check',
  'check ledger.ledger_kind_check',
  'check request.request_state_check',
  'check reservation.reservation_amount_check',
  'check reservation.reservation_state_check',
  'check take.take_decision_check',
  'check take.take_state_check',
  'function append_only()',
  'function playground_order_of()',
  'function playground_stamp()',
  'function playground_tell()',
  'function playground_touched()',
  'function previz_accept()',
  'function previz_advance()',
  'function previz_claim()',
  'function previz_decide()',
  'function previz_due_digests()',
  'function previz_finish_digest()',
  'function previz_give_up()',
  'function previz_lease_outbox()',
  'function previz_meet()',
  'function previz_not_run()',
  'function previz_place()',
  'function previz_rename()',
  'function previz_reserve()',
  'function previz_resolve()',
  'function previz_sent()',
  'function previz_set_cap()',
  'function previz_unknown()',
  'function previz_whole()',
  'function previz_window_end()',
  'function previz_zone()',
  'function shot_shown()',
  'function take_guard()',
  'function take_may_move()',
  'function take_shown()',
  'index act.act_due',
  'index act.act_reactions',
  'index attempt.attempt_one_live',
  'index discord_reply.discord_reply_open',
  'index ledger.ledger_one_end',
  'index ledger.ledger_one_reserve',
  'index outbox.outbox_closed',
  'index outbox.outbox_due',
  'index outbox.outbox_offers',
  'index request.request_refused',
  'index request.request_refused_here',
  'index request.request_waiting',
  'index take.take_due',
  'index take.take_live',
  'index take.take_paid',
  'index take.take_window',
  'trigger ledger.ledger_only_grows',
  'trigger playground_message.playground_stamp',
  'trigger playground_message.playground_tell',
  'trigger playground_reaction.playground_order_of',
  'trigger playground_reaction.playground_touched',
  'trigger shot.shot_changed',
  'trigger shot.shot_made',
  'trigger take.take_changed',
  'trigger take.take_guard',
  'trigger take.take_made',
  'trigger vote_event.vote_event_only_grows',
];

describe('a database after all migrations', () => {
  const migrated = withDatabase();

  it('has exactly the tables, columns, keys and indexes of schema.prisma', async () => {
    const fromSchema = await createDatabase('template0');
    const script = await toSchemaScript(fromSchema.url);
    await withConnection(fromSchema.url, (client) => client.query(script));

    const wanted = await readCatalog(fromSchema.url);

    expect(wanted.length).toBeGreaterThan(100);
    expect(await readCatalog(migrated.url)).toEqual(wanted);
    await fromSchema.drop();
  });

  it('has exactly the functions, triggers, checks and partial indexes that are known', async () => {
    expect((await readExtras(migrated.url)).map(toName)).toEqual([...EXPECTED].sort());
  });

  it('has a history with which prisma migrate deploy goes on', async () => {
    expect(await diagnoseHistory(migrated.url)).toEqual({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
      history: null,
    });
  });
});

/** Arguments are left out: they change often and their callers' tests see it. */
const toName = (line: string): string => line.replace(/\(.*\)$/s, '()');
