import { describe, expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import type { TakeId } from '../../../src/core/ids.ts';
import { checkInvariants, type Evidence } from '../../support/invariants.ts';
import { claimed, ready, release, rendering, send } from './moves.ts';
import { newPlace, type Place, queuedTake, withStage } from './stage.ts';

const stage = withStage();

/** Past triggers and functions, as only a bug or a hand in the database could. */
const harm = (...statements: readonly string[]) =>
  withConnection(stage().url, async (client) => {
    await client.query('set session_replication_role = replica');
    for (const statement of statements) await client.query(statement);
  });

const breachesOf = async (id: string, evidence: Evidence = {}) =>
  (await checkInvariants(stage().db, evidence)).filter((breach) => breach.includes(id));

interface Scene {
  readonly place: Place;
  readonly take: TakeId;
}

async function delivered(): Promise<Scene> {
  const place = await newPlace(stage());
  const take = await queuedTake(stage(), place, 10n);
  await ready(stage(), take, 8n);
  await send(stage(), `clip-${take}`);
  return { place, take };
}

async function queued(): Promise<Scene> {
  const place = await newPlace(stage());
  return { place, take: await queuedTake(stage(), place, 10n) };
}

async function submitting(): Promise<Scene> {
  const scene = await queued();
  await claimed(stage(), scene.take);
  return scene;
}

const ws = ({ place }: Scene) => `ws/${place.workspace} `;
const id = ({ take }: Scene) => `${take} `;

type Breach = readonly [
  fact: string,
  scene: () => Promise<Scene>,
  about: (scene: Scene) => string,
  harm: (scene: Scene) => string,
  law: RegExp,
];

const MONEY: readonly Breach[] = [
  [
    'a counter that drifted',
    queued,
    ws,
    ({ place }) => `update budget set held = held + 1 where scope = 'ws/${place.workspace}'`,
    /^1: budget .* counts 11 held, its reservations and ledger say 10$/,
  ],
  [
    'a settled counter that drifted',
    delivered,
    ws,
    ({ place }) => `update budget set settled = 0 where scope = 'ws/${place.workspace}'`,
    /^1: .* counts 0 settled, .* say 8$/,
  ],
  [
    'a grant without an entry',
    queued,
    ws,
    ({ place }) => `update budget set granted = 5 where scope = 'ws/${place.workspace}'`,
    /^1: .* counts 5 granted, .* say 0$/,
  ],
  [
    'a grant that is nobody’s',
    queued,
    ws,
    ({ place }) => `update budget set granted = 5 where scope = 'ws/${place.workspace}'`,
    /^1: .* has 5 granted, and 0 of it is for requests$/,
  ],
  [
    'a budget row that is gone',
    queued,
    ws,
    ({ place }) => `delete from budget where scope = 'ws/${place.workspace}'`,
    /^1: .* counts\s+held, its reservations and ledger say 10$/,
  ],
  [
    'more than the cap, not frozen',
    queued,
    ws,
    ({ place }) => `update budget set cap = 9 where scope = 'ws/${place.workspace}'`,
    /^1: .* has 10 committed of 9 and is not frozen$/,
  ],
  [
    'a frozen scope without a reason',
    queued,
    ws,
    ({ place }) => `update budget set frozen = true where scope = 'ws/${place.workspace}'`,
    /^1: .* is frozen, and no overage says why$/,
  ],
  [
    'a reservation with a scope too many',
    queued,
    id,
    ({ take }) => `update reservation set scopes = scopes || array['x'] where id = '${take}'`,
    /^1: reservation .* names 5 scopes, 4 periods and 4 grants$/,
  ],
  [
    'a take without a reservation',
    delivered,
    (s) => `take ${id(s)}`,
    ({ take }) => `delete from reservation where id = '${take}'`,
    /^2: take .* has no reservation$/,
  ],
  [
    'a reservation without a take',
    queued,
    (s) => `reservation ${id(s)}`,
    ({ take }) => `delete from take where id = '${take}'`,
    /^2: reservation .* has no take$/,
  ],
  [
    'a reservation without its entry',
    queued,
    id,
    ({ take }) => `delete from ledger where reservation_id = '${take}'`,
    /^2: reservation .* is held at nothing, and the ledger has 0 reserve/,
  ],
  [
    'a settling that is not what was billed',
    delivered,
    id,
    ({ take }) => `update ledger set amount = 7 where reservation_id = '${take}' and kind = 'settle'`,
    /^2: reservation .* is settled at 8, .* 1 settle, 0 release, 7 billed$/,
  ],
  [
    'an ended take whose money is held',
    delivered,
    id,
    ({ take }) => `update reservation set state = 'held' where id = '${take}'`,
    /^2: take .* is delivered and its money is held$/,
  ],
  [
    'a running take whose money is gone',
    queued,
    id,
    ({ take }) => `update reservation set state = 'released' where id = '${take}'`,
    /^2: take .* is queued and its money is released$/,
  ],
  [
    'a cost that is not the bill',
    delivered,
    (s) => `take ${id(s)}`,
    ({ take }) => `update take set cost = 1 where id = '${take}'`,
    /^2: take .* cost 1, its reservation says 8$/,
  ],
  [
    'an overage that was not written down',
    delivered,
    id,
    ({ take }) => `update reservation set actual = 12 where id = '${take}'`,
    /^2: reservation .* is settled above its amount without an overage$/,
  ],
];

const TAKES: readonly Breach[] = [
  [
    'a take that runs without an attempt',
    submitting,
    (s) => `take ${id(s)}`,
    ({ take }) => `delete from attempt where take_id = '${take}'`,
    /^3: take .* is submitting with 0 live attempts$/,
  ],
  [
    'a queued take with an attempt',
    submitting,
    (s) => `take ${id(s)}`,
    ({ take }) => `update take set state = 'queued' where id = '${take}'`,
    /^3: take .* is queued with 1 live attempts$/,
  ],
  [
    'two attempts that may be paid for',
    submitting,
    (s) => `take ${id(s)}`,
    ({ take, place }) =>
      `insert into attempt (id, take_id, workspace_id, provider, state, request, sent_at) values ('${take}-2', '${take}', '${place.workspace}', 'fake', 'done', '{}', now())`,
    /^3: take .* has 2 attempts that may have been paid for$/,
  ],
  [
    'an attempt of another workspace',
    submitting,
    ({ place }) => place.workspace,
    ({ take, place }) =>
      `update attempt set workspace_id = '${place.workspace}x', id = '${place.workspace}' where take_id = '${take}'`,
    /^3: attempt .* belongs to no take of its workspace$/,
  ],
  [
    'a take that nothing will move',
    queued,
    id,
    ({ take }) => `update take set next_at = null where id = '${take}'`,
    /^4: take .* is queued and nothing will move it$/,
  ],
  [
    'a ready take without a message',
    delivered,
    id,
    ({ take }) => `update take set state = 'ready' where id = '${take}'`,
    /^4: take .* is ready and its clip is not going to be sent$/,
  ],
  [
    'an unknown take without a card',
    submitting,
    id,
    ({ take }) =>
      `with t as (update take set state = 'unknown' where id = '${take}') delete from outbox where id = 'card-${take}'`,
    /^4: take .* is unknown and its card does not say so$/,
  ],
  [
    'a running request without a take',
    queued,
    ({ place }) => place.workspace,
    ({ take, place }) =>
      `with r as (update request set id = '${place.workspace}' where id = (select request_id from take where id = '${take}')) update take set request_id = 'x' where id = '${take}'`,
    /^4: request .* is running without a take$/,
  ],
  [
    'a delivered take without a message',
    delivered,
    id,
    ({ take }) => `delete from outbox where id = 'clip-${take}'`,
    /^5: take .* is delivered and its clip was not posted$/,
  ],
  [
    'a clip of a take that was not delivered',
    delivered,
    (s) => `take ${s.take}, `,
    ({ take }) => `update take set state = 'undeliverable' where id = '${take}'`,
    /^5: the clip of take .*, which is undeliverable, was posted$/,
  ],
  [
    'a take without bytes',
    delivered,
    id,
    ({ take }) => `update take set sha256 = null where id = '${take}'`,
    /^5: take .* is delivered without stored bytes$/,
  ],
  [
    'a pick that nobody approved',
    delivered,
    ({ place }) => place.workspace,
    ({ take, place }) =>
      `with t as (update take set shot_id = '${place.workspace}' where id = '${take}') update shot set id = '${place.workspace}', pick_take_id = '${take}' where id = (select shot_id from take where id = '${take}')`,
    /^6: shot .* has a pick that nobody approved for good$/,
  ],
  [
    'a superseded take that is not final',
    delivered,
    id,
    ({ take }) => `update take set decision = 'superseded' where id = '${take}'`,
    /^6: take .* is superseded and that is not final$/,
  ],
];

describe('the check of the invariants', () => {
  it('finds nothing where all is well', async () => {
    await delivered();
    await queued();
    await submitting();
    const place = await newPlace(stage());
    await release(stage(), await queuedTake(stage(), place, 10n));
    await rendering(stage(), await queuedTake(stage(), place, 10n));

    expect(await checkInvariants(stage().db)).toEqual([]);
    expect(await checkInvariants(stage().url)).toEqual([]);
  });

  it.each([...MONEY, ...TAKES])('names %s', async (_, make, about, statement, law) => {
    const scene = await make();
    expect(await breachesOf(about(scene))).toEqual([]);

    await harm(statement(scene));

    expect(await breachesOf(about(scene))).toContainEqual(expect.stringMatching(law));
  });

  it('names a reservation that ended twice, and an entry of nobody', async () => {
    const scene = await delivered();
    await harm(
      'drop index ledger_one_end',
      `insert into ledger (workspace_id, reservation_id, kind, amount, at) values ('W', '${scene.take}', 'release', 10, now())`,
      `insert into ledger (workspace_id, reservation_id, kind, amount, at) values ('W', 'nobody', 'settle', 10, now())`,
      `insert into ledger (workspace_id, kind, amount, at) values ('W', 'grant', 10, now())`,
    );

    const breaches = await checkInvariants(stage().db);

    expect(breaches).toContainEqual(
      expect.stringMatching(new RegExp(`^2: reservation ${scene.take} .* 1 settle, 1 release`)),
    );
    expect(breaches).toContainEqual(expect.stringMatching(/^2: ledger entry \d+ \(settle\) belongs to no take$/));
    expect(breaches).toContainEqual(expect.stringMatching(/^2: ledger entry \d+ \(grant\) belongs to no take$/));
  });
});
