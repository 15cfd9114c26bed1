import type { ActEnvelope } from '../../../src/core/act/act.ts';
import type { Card } from '../../../src/core/card/card.ts';
import * as id from '../../../src/core/ids.ts';
import type { Micros } from '../../../src/core/money/micros.ts';
import type { BudgetRow } from '../../../src/core/ports/budget-store.ts';
import type { GenerationRequest } from '../../../src/core/ports/video-provider.ts';
import { fresh, later, NOW, PERIOD, type Place, type Stores, threadOf } from './stage.ts';

export const GENERATION: GenerationRequest = {
  model: 'fake-1',
  prompt: 'a cabin at dusk',
  scene: 'a cabin at dusk',
  slots: { subject: 'a cabin' },
  slug: 'PV-0001',
  takeNumber: 1,
  seconds: 5,
  ratio: '16:9',
  width: 1280,
  height: 720,
  seed: 7,
  audio: false,
  references: [],
};

export async function claimed({ takes }: Stores, take: id.TakeId): Promise<id.AttemptId> {
  const attempt = id.attemptId(fresh('attempt'));
  const outcome = await takes.claim({ take, attempt, request: GENERATION, deadline: later(60_000), now: NOW });
  if (outcome !== 'claimed') throw new Error(`not claimed: ${outcome}`);
  return attempt;
}

export async function rendering(stores: Stores, take: id.TakeId): Promise<id.AttemptId> {
  const attempt = await claimed(stores, take);
  await stores.takes.accept(take, attempt, { jobId: fresh('job'), nextAt: later(5_000), now: NOW });
  return attempt;
}

/** A take whose clip is stored and settled at what was billed. */
export async function ready(stores: Stores, take: id.TakeId, actual: Micros): Promise<void> {
  await rendering(stores, take);
  await stores.takes.advance(take, { from: ['rendering'], to: 'fetching', patch: { nextAt: NOW }, now: NOW });
  await stores.takes.resolve(take, {
    from: ['fetching'],
    to: 'ready',
    patch: { nextAt: null, sha256: 'ab', media: 'takes/ab/ab.mp4', bytes: 2n, poster: null },
    money: { kind: 'settle', actual },
    actor: null,
    now: NOW,
  });
}

export const release = (stores: Stores, take: id.TakeId) =>
  stores.takes.resolve(take, {
    from: ['queued', 'submitting', 'rendering', 'unknown'],
    to: 'canceled',
    patch: { nextAt: null, detail: 'canceled' },
    money: { kind: 'release' },
    actor: null,
    now: NOW,
  });

/** Sends a row as the sender would; the message id tells which row it is. */
export async function send({ outbox }: Stores, row: string, thread: string | null = null): Promise<void> {
  const key = id.outboxId(row);
  const leased = await outbox.lease(key, later(30_000), NOW);
  if (leased?.kind !== 'leased') throw new Error(`${row} can't be sent now`);
  const sent = { rev: leased.message.rev, message: id.messageId(`m-${row}`), nextAt: NOW, now: NOW };
  await outbox.sent(key, { ...sent, thread: thread === null ? null : id.messageId(thread) });
}

export const newAct = (
  place: Place,
  act: ActEnvelope['act'],
  keys: { delivery?: string; domain?: string } = {},
): ActEnvelope => ({
  id: id.actId(fresh('act')),
  place: threadOf(place),
  actor: { id: place.person, name: 'Ana', kind: 'member', isAdmin: false, timeZone: null },
  deliveryKey: keys.delivery ?? fresh('delivery'),
  domainKey: keys.domain ?? null,
  at: NOW,
  act,
});

export const CARD: Card = {
  tone: 'plain',
  title: [{ bold: 'Left' }],
  body: [{ kind: 'line', line: ['until ', { at: NOW }] }],
  buttons: [],
  text: 'left',
};

export const settle = ({ takes }: Stores, take: id.TakeId, actual: Micros) =>
  takes.resolve(take, {
    from: ['rendering'],
    to: 'failed',
    patch: { nextAt: null, failure: 'provider_failed' },
    money: { kind: 'settle', actual },
    actor: null,
    now: NOW,
  });

/** The counters of the place's workspace. */
export async function rowOf({ budgets }: Stores, place: Place): Promise<BudgetRow> {
  const [row] = await budgets.loadRows([{ scope: `ws/${place.workspace}`, period: PERIOD, cap: 0n }]);
  if (row === undefined) throw new Error('no row');
  return row;
}
