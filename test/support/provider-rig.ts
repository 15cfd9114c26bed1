import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';
import { makeDigestStore } from '../../src/adapters/db/digest-store.ts';
import { makeLocalSurface } from '../../src/adapters/local/local-surface.ts';
import { makeMediaStore } from '../../src/adapters/media/media-store.ts';
import { probeClip } from '../../src/adapters/media/probe.ts';
import { makeReferenceShelf } from '../../src/adapters/media/reference-shelf.ts';
import { advanceTake } from '../../src/core/generate/advance-take.ts';
import { channelId, type PersonId, personId, type TakeId, workspaceId } from '../../src/core/ids.ts';
import type { Model } from '../../src/core/model/model.ts';
import type { VideoProvider } from '../../src/core/ports/video-provider.ts';
import { sendMessage } from '../../src/core/send/send-message.ts';
import type { Studio } from '../../src/core/studio/studio.ts';
import type { TakeState } from '../../src/core/take/state.ts';
import type { NewTake } from '../../src/core/take/take.ts';
import {
  fresh,
  NOW,
  newShot,
  newTake,
  openRequest,
  type Place,
  reserve,
  withStage,
} from '../integration/stores/stage.ts';

/** A studio on a database of this file's own, with a clock that the test moves and no queue: what is due is a query. */
export interface ProviderRig {
  readonly studio: Studio;
  readonly place: Place;
  /** Of the database. */
  readonly url: string;
  readonly mediaFolder: string;
  readonly warnings: readonly { readonly fields: Readonly<Record<string, unknown>>; readonly message: string }[];
  now(): Date;
  /** Lets time pass in which nothing is done. */
  pass(ms: number): void;
  /** What one person was told in private, oldest first. */
  toldTo(person: PersonId): Promise<readonly string[]>;
  /** Takes of one request, reserved. */
  order(wish: OrderedTake, count?: number): Promise<readonly NewTake[]>;
  /** Does what is due, and lets time pass to what is due next, until the take is in one of these states. */
  runUntil(take: TakeId, states: readonly TakeState[], withinSteps?: number): Promise<TakeState>;
  stateOf(take: TakeId): Promise<TakeRow>;
  /** The ids of the take's attempts, oldest first, but for those that are proven not to have run. */
  attemptsOf(take: TakeId): Promise<readonly string[]>;
}

export interface TakeRow {
  readonly state: TakeState;
  readonly failure: string | null;
  readonly detail: string | null;
  readonly cost: bigint | null;
  readonly sha256: string | null;
  readonly media: string | null;
}

export interface OrderedTake {
  readonly provider: string;
  readonly model: string;
  readonly estimate: bigint;
  readonly prompt?: string;
  readonly params?: Partial<NewTake['params']>;
}

export interface RigOptions {
  readonly providers: ReadonlyMap<string, VideoProvider>;
  readonly models?: readonly Model[];
  /** Real time that passes with every jump of the clock, for a provider that really works meanwhile. */
  readonly jumpMs?: number;
  /** Resolves when the process that works dies. */
  readonly dead?: () => Promise<void>;
}

const NEVER = new Promise<void>(() => {});

/** Every clip is proven to play; pictures and copies of it have tests of their own and would take a process each. */
const QUICK_TOOLS = {
  probeClip,
  makePoster: (_: string, outPath: string) => writeFile(outPath, ''),
  deriveClip: async () => {},
};

/** `const rig = withProviderRig()`; inside a test: `const { studio } = await rig({ providers })`. */
export function withProviderRig(): (options: RigOptions) => Promise<ProviderRig> {
  const stage = withStage();
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'previz-rig-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  return async ({ providers, models = [], jumpMs = 0, dead }) => {
    const stores = stage();
    const place: Place = { workspace: workspaceId(fresh('W')), channel: channelId('C'), person: personId('P') };
    const actor = { id: place.person, name: 'Ana', kind: 'member', isAdmin: false, timeZone: null } as const;
    await stores.directory.meet({
      platform: 'local',
      workspace: place.workspace,
      channel: place.channel,
      actor,
      now: NOW,
    });
    let at = NOW;
    const warnings: { fields: Readonly<Record<string, unknown>>; message: string }[] = [];
    const hear = (fields: Readonly<Record<string, unknown>>, message: string) =>
      void warnings.push({ fields, message });
    const mediaFolder = join(folder, place.workspace);
    const media = makeMediaStore({ folder: mediaFolder, tools: QUICK_TOOLS });
    const studio: Studio = {
      ...stores,
      digests: makeDigestStore(stores.db),
      painter: { paint: async () => new Uint8Array() },
      media,
      references: makeReferenceShelf({ media }),
      moderator: null,
      queue: { wake: async () => {}, wakeAll: async () => {}, backlog: async () => new Set() },
      providers,
      rosters: new Map(),
      surfaces: new Map([['local', makeLocalSurface()]]),
      catalog: { models: new Map(models.map((model) => [model.name, model])), templates: new Map() },
      house: { draftModel: 'animatic', finalModel: null, template: 'neutral', dailyFuse: 100_000_000n, owners: [] },
      clock: { now: () => at },
      chance: { id: () => fresh('id-'), seed: () => 2 ** 30 },
      report: { info: () => {}, warn: hear, error: hear },
    };

    const stateOf = async (take: TakeId): Promise<TakeRow> => {
      const [row] = await stores.db.$queryRaw<TakeRow[]>`
        select state, failure, detail, cost, sha256, media from take where id = ${take}`;
      if (row === undefined) throw new Error(`no take ${take}`);
      return row;
    };

    return {
      studio,
      place,
      url: stores.url,
      mediaFolder,
      warnings,
      now: () => at,
      pass(ms) {
        at = new Date(at.getTime() + ms);
      },
      async toldTo(person) {
        const rows = await stores.db.$queryRaw<{ text: string }[]>`
          select card ->> 'text' as text from outbox
          where workspace_id = ${place.workspace} and person_id = ${person} order by created_at`;
        return rows.map(({ text }) => text);
      },
      stateOf,
      async attemptsOf(take) {
        const rows = await stores.db.$queryRaw<{ id: string }[]>`
          select id from attempt where take_id = ${take} and state <> 'not_run' order by sent_at`;
        return rows.map(({ id }) => id);
      },
      async order({ params, ...wish }, count = 1) {
        const takes = Array.from({ length: count }, (): NewTake => {
          const take = newTake(wish.estimate);
          return { ...take, ...wish, params: { ...take.params, ...params } };
        });
        const request = await openRequest(stores, place, takes, newShot());
        const outcome = await reserve(stores, place, request, { now: at });
        if (outcome.kind !== 'reserved') throw new Error(`not reserved: ${outcome.kind}`);
        return takes;
      },
      async runUntil(take, states, withinSteps = 200) {
        for (let step = 0; step < withinSteps; step += 1) {
          const { state, detail } = await stateOf(take);
          if (states.includes(state)) return state;
          const due = await studio.due.find(at, 100);
          for (const { wakeUp } of due) {
            // A step that a dying process never finished is left where it stood; another process goes on.
            if (wakeUp.kind === 'advance') await Promise.race([advanceTake(studio, wakeUp.takeId), dead?.() ?? NEVER]);
            if (wakeUp.kind === 'send') await sendMessage(studio, wakeUp.outboxId);
          }
          if (due.length > 0) continue;
          const next = await nextDue();
          if (next === null) throw new Error(`take ${take} is ${state} (${detail}) and nothing is due`);
          if (jumpMs > 0) await pause(jumpMs);
          at = new Date(Math.max(next.getTime(), at.getTime() + 1));
        }
        const { state, detail } = await stateOf(take);
        throw new Error(`take ${take} is still ${state} (${detail}) after ${withinSteps} steps`);
      },
    };

    async function nextDue(): Promise<Date | null> {
      const [row] = await stores.db.$queryRaw<{ at: Date | null }[]>`
        select least((select min(next_at) from take where next_at > ${at}::timestamptz),
          (select min(next_at) from outbox where state = 'due' and wanted_rev > sent_rev and next_at > ${at}::timestamptz)) as at`;
      return row?.at ?? null;
    }
  };
}
