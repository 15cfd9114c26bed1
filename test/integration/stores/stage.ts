import { afterAll, beforeAll } from 'vitest';
import { makeActInbox } from '../../../src/adapters/db/act-inbox-store.ts';
import { makeBudgetStore } from '../../../src/adapters/db/budget-store.ts';
import { makePrisma } from '../../../src/adapters/db/client.ts';
import { makeDirectory } from '../../../src/adapters/db/directory-store.ts';
import { makeDueWork } from '../../../src/adapters/db/due-work-store.ts';
import type { PrismaClient } from '../../../src/adapters/db/generated/client.ts';
import { makeLogStore } from '../../../src/adapters/db/log-store.ts';
import { makeOutbox } from '../../../src/adapters/db/outbox-store.ts';
import { makeRequestStore } from '../../../src/adapters/db/request-store.ts';
import { makeRevival } from '../../../src/adapters/db/revival-store.ts';
import { makeShowStore } from '../../../src/adapters/db/show-store.ts';
import { makeTakeStore } from '../../../src/adapters/db/take-store.ts';
import { makeVoteStore } from '../../../src/adapters/db/vote-store.ts';
import { toBrief } from '../../../src/core/command/brief.ts';
import * as id from '../../../src/core/ids.ts';
import type { Micros } from '../../../src/core/money/micros.ts';
import type { Request, ReserveOutcome, ScopeCap } from '../../../src/core/ports/request-store.ts';
import type { NewTake, ShotTarget } from '../../../src/core/take/take.ts';
import { withDatabase } from '../../support/database.ts';

export const NOW = new Date('2026-11-21T12:00:00Z');
export const later = (ms: number): Date => new Date(NOW.getTime() + ms);
export const PERIOD = '2026-11';

const toStores = (db: PrismaClient) => ({
  db,
  inbox: makeActInbox(db),
  requests: makeRequestStore(db),
  takes: makeTakeStore(db),
  outbox: makeOutbox(db),
  revival: makeRevival(db),
  directory: makeDirectory(db),
  budgets: makeBudgetStore(db),
  votes: makeVoteStore(db),
  due: makeDueWork(db),
  show: makeShowStore(db),
  log: makeLogStore(db),
});

export type Stores = ReturnType<typeof toStores> & { readonly url: string };

/** All stores on a database of this file's own: `const stage = withStage()`, `stage()` inside tests. */
export function withStage(): () => Stores {
  const database = withDatabase();
  let stores: Stores | null = null;
  beforeAll(() => {
    stores = { ...toStores(makePrisma(database.url)), url: database.url };
  });
  afterAll(() => stores?.db.$disconnect());
  return () => {
    if (stores === null) throw new Error('the stores are there from beforeAll on');
    return stores;
  };
}

let made = 0;
/** A new name that no other test of this file has. */
export const fresh = (word: string): string => `${word}${++made}`;

export interface Place {
  readonly workspace: id.WorkspaceId;
  readonly channel: id.ChannelId;
  readonly person: id.PersonId;
}

/** A workspace, channel and person of one's own, met by the directory. */
export async function newPlace({ directory }: Stores): Promise<Place> {
  const place = {
    workspace: id.workspaceId(fresh('W')),
    channel: id.channelId('C'),
    person: id.personId('P'),
  };
  const actor = { id: place.person, name: 'Ana', kind: 'member', isAdmin: false, timeZone: null } as const;
  await directory.meet({ platform: 'slack', workspace: place.workspace, channel: place.channel, actor, now: NOW });
  return place;
}

/** The scopes of a place, sorted, all with one cap. */
export const scopesOf = ({ workspace, channel, person }: Place, cap: Micros): readonly ScopeCap[] =>
  [`ch/${workspace}/${channel}`, `fuse/${workspace}`, `us/${workspace}/${person}`, `ws/${workspace}`].map((scope) => ({
    scope,
    period: PERIOD,
    cap,
  }));

export const threadOf = (place: Place, thread: string | null = null): id.ThreadRef => ({
  platform: 'slack',
  workspace: place.workspace,
  channel: place.channel,
  thread: thread === null ? null : id.messageId(thread),
});

export const newTake = (estimate: Micros): NewTake => ({
  id: id.takeId(fresh('take')),
  estimate,
  template: 'neutral',
  templateVersion: '1',
  slots: { subject: 'a cabin' },
  // Templates write one line for each slot.
  prompt: 'a cabin at dusk\nLighting: the last light\nCamera: slow dolly in',
  provider: 'fake',
  model: 'fake-1',
  params: { seconds: 5, ratio: '16:9', renderRatio: '16:9', width: 1280, height: 720, fps: 24, seed: 7, audio: false },
  tier: null,
});

export const newShot = (slug: string | null = null): ShotTarget => ({
  id: id.shotId(fresh('shot')),
  slug,
  scene: 'a cabin at dusk',
  thread: null,
});

export async function openRequest(
  { requests }: Stores,
  place: Place,
  takes: readonly NewTake[],
  shot: ShotTarget = newShot(),
): Promise<Request> {
  return requests.open({
    id: id.requestId(fresh('request')),
    workspace: place.workspace,
    channel: place.channel,
    thread: null,
    person: place.person,
    actId: id.actId(fresh('act')),
    brief: toBrief('a cabin at dusk'),
    plan: { shot, takes, notes: ['5 s instead of 7'] },
    estimate: takes.reduce((sum, { estimate }) => sum + estimate, 0n),
    parentTake: null,
    createdAt: NOW,
  });
}

export interface Terms {
  readonly cap?: Micros;
  readonly scopes?: readonly ScopeCap[];
  readonly pace?: { readonly live: number; readonly hour: number };
  readonly grant?: boolean;
  readonly actor?: id.PersonId;
  readonly from?: readonly Request['state'][];
  readonly now?: Date;
}

export const reserve = (
  { requests }: Stores,
  place: Place,
  request: Request,
  terms: Terms = {},
): Promise<ReserveOutcome> =>
  requests.reserve({
    request: request.id,
    from: terms.from ?? ['read', 'confirm', 'owner'],
    plan: request.plan,
    scopes: terms.scopes ?? scopesOf(place, terms.cap ?? 1_000_000_000n),
    pace: terms.pace ?? { live: 1_000_000, hour: 1_000_000 },
    grant: terms.grant ?? false,
    actor: terms.actor ?? null,
    now: terms.now ?? NOW,
  });

/** Takes that are reserved and queued, in the order of the estimates. */
export async function queuedTakes(
  stores: Stores,
  place: Place,
  estimates: readonly Micros[],
  options: Terms & { readonly shot?: ShotTarget } = {},
): Promise<readonly NewTake[]> {
  const takes = estimates.map(newTake);
  const outcome = await reserve(stores, place, await openRequest(stores, place, takes, options.shot), options);
  if (outcome.kind !== 'reserved') throw new Error(`not reserved: ${outcome.kind}`);
  return takes;
}

export async function queuedTake(
  stores: Stores,
  place: Place,
  estimate: Micros,
  options: Terms & { readonly shot?: ShotTarget } = {},
): Promise<id.TakeId> {
  const [take] = await queuedTakes(stores, place, [estimate], options);
  if (take === undefined) throw new Error('no take was asked for');
  return take.id;
}

export const times = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
