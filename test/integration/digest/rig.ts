import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { makePrisma } from '../../../src/adapters/db/client.ts';
import type { PrismaClient } from '../../../src/adapters/db/generated/client.ts';
import { makePlaygroundStore } from '../../../src/adapters/db/playground-store.ts';
import { makeMediaStore } from '../../../src/adapters/media/media-store.ts';
import { makeReferenceShelf } from '../../../src/adapters/media/reference-shelf.ts';
import type { PlaygroundStore } from '../../../src/adapters/playground/store.ts';
import { makePlaygroundSurface } from '../../../src/adapters/playground/surface.ts';
import type { PlannedRound, PlannedTake } from '../../../src/app/demo/plan-month.ts';
import { playMonth } from '../../../src/app/demo/play-month.ts';
import type { Card } from '../../../src/core/card/card.ts';
import type { DigestPicture } from '../../../src/core/digest/picture.ts';
import * as id from '../../../src/core/ids.ts';
import type { WakeUp } from '../../../src/core/ports/job-queue.ts';
import { sendMessage } from '../../../src/core/send/send-message.ts';
import type { Studio } from '../../../src/core/studio/studio.ts';
import { withDatabase } from '../../support/database.ts';
import { CAST, generateMonth, type Month, makeStores } from '../../support/month.ts';

export interface Place {
  readonly workspace: id.WorkspaceId;
  readonly channel: id.ChannelId;
}

/** One shot with one take: what it cost, and how it was voted on. */
export interface Work {
  readonly at: string;
  readonly dollars?: number;
  readonly seconds?: number;
  readonly end?: PlannedTake['end'];
  readonly vote?: '✅' | '❌';
}

export interface DigestRig {
  readonly db: PrismaClient;
  readonly url: string;
  readonly studio: Studio;
  readonly playground: PlaygroundStore;
  /** What was asked to be drawn. */
  readonly pictures: readonly DigestPicture[];
  readonly rung: WakeUp[];
  now: Date;
  /** A workspace and a channel of the playground, with its cast. */
  newPlace(options?: {
    readonly zone?: string;
    readonly settings?: unknown;
    readonly policy?: unknown;
  }): Promise<Place>;
  /** Shots of one take each, rendered in a minute and voted on an hour later. */
  work(place: Place, ...work: readonly Work[]): Promise<void>;
  month(place: Place, month: Omit<Month, keyof Place>): ReturnType<typeof generateMonth>;
  /** Sends every message that was rung for. */
  sendAll(): Promise<void>;
  /** The digests that this person sees in the channel. */
  digests(place: Place, viewer?: string): Promise<readonly Card[]>;
}

/** `const open = withDigestRig()`, `open()` inside tests: real stores, the playground's surface, a clock that is set. */
export function withDigestRig(): () => DigestRig {
  const database = withDatabase();
  let folder = '';
  let db: PrismaClient;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'previz-digest-'));
    db = makePrisma(database.url);
  });
  afterAll(async () => {
    await db.$disconnect();
    await rm(folder, { recursive: true, force: true });
  });
  return () => openRig(db, { folder, url: database.url });
}

const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

export function openRig(
  db: PrismaClient,
  { folder, url }: { readonly folder: string; readonly url: string },
): DigestRig {
  const pictures: DigestPicture[] = [];
  const rung: WakeUp[] = [];
  const playground = makePlaygroundStore(db);
  const clock = { now: () => rig.now };
  const studio: Studio = {
    ...makeStores(db),
    painter: {
      async paint(picture) {
        pictures.push(picture);
        return Buffer.from(JSON.stringify(picture));
      },
    },
    media: makeMediaStore({ folder }),
    references: makeReferenceShelf({ media: makeMediaStore({ folder }) }),
    moderator: null,
    queue: {
      wake: async (job) => void rung.push(job),
      wakeAll: async (jobs) => void rung.push(...jobs),
      backlog: async () => new Set(),
    },
    providers: new Map(),
    rosters: new Map(),
    surfaces: new Map([['playground', makePlaygroundSurface({ store: playground, clock })]]),
    catalog: { models: new Map(), templates: new Map() },
    house: { draftModel: 'animatic', finalModel: null, template: 'neutral', dailyFuse: 100_000_000n, owners: [] },
    clock,
    chance: { id: () => randomUUID(), seed: () => 2 ** 30 },
    report: SILENT,
  };
  const turn = (to: Date) => {
    rig.now = to;
  };
  /** The clock stands again where it stood, whatever was played. */
  const inTheMeantime = async <Result>(run: () => Promise<Result>): Promise<Result> => {
    const before = rig.now;
    try {
      return await run();
    } finally {
      rig.now = before;
    }
  };
  const rig: DigestRig = {
    db,
    url,
    studio,
    playground,
    pictures,
    rung,
    now: new Date('2026-11-23T09:00:00Z'),
    async newPlace({ zone, settings, policy } = {}) {
      const place = { workspace: id.workspaceId(`w-${randomUUID()}`), channel: id.channelId(`c-${randomUUID()}`) };
      const { workspace, channel } = place;
      for (const actor of CAST) {
        const met = { ...actor, timeZone: zone ?? null };
        await studio.directory.meet({ platform: 'playground', workspace, channel, actor: met, now: rig.now });
      }
      await studio.directory.saveChannel(workspace, channel, { settings, policy, name: 'spot-coffee' });
      await playground.channels.create({ id: channel, name: 'spot-coffee', createdAt: rig.now });
      return place;
    },
    work: (place, ...work) =>
      inTheMeantime(async () => {
        const clips = [{ sha256: 'ab', media: 'takes/ab/ab.mp4', bytes: 2n, poster: null }];
        const plan = work.map((one) => ({ at: new Date(one.at), scene: 'a cabin at dusk', rounds: [toRound(one)] }));
        await playMonth({ studio, turn, ...place, clips, send: false }, plan);
      }),
    month: (place, month) => inTheMeantime(() => generateMonth(studio, turn, { ...month, ...place })),
    async sendAll() {
      for (const job of rung.splice(0)) if (job.kind === 'send') await sendMessage(studio, job.outboxId);
    },
    async digests({ channel }, viewer = 'mira') {
      const query = { channel, viewer: id.personId(viewer), before: null, limit: 100 };
      const roots = await playground.messages.loadRoots(query);
      // Stored by the surface as the core's own card.
      return roots.filter(({ text }) => /Week \d+ ·/.test(text)).map(({ card }) => card as Card);
    },
  };
  return rig;
}

function toRound({ at, dollars = 0, seconds = 5, end, vote }: Work): PlannedRound {
  const askedBy = personOf('jonas');
  const cost = BigInt(Math.round(dollars * 1_000_000));
  const model = {
    name: cost === 0n ? 'free-1' : 'paid-1',
    provider: 'fake',
    perSecond: cost / BigInt(seconds),
    share: 1,
  };
  const seen = new Date(new Date(at).getTime() + 3_600_000);
  const votes = vote === undefined ? [] : [{ person: personOf('aiko'), emoji: vote, at: seen }];
  const take: PlannedTake = { renderMs: 60_000, end: end ?? { kind: 'clip', cost, clip: 0 }, votes };
  return { at: new Date(at), askedBy, model, template: 'neutral', seconds, takes: [take] };
}

function personOf(name: string) {
  const person = CAST.find((one) => one.id === name);
  if (person === undefined) throw new Error(`nobody is called ${name}`);
  return person;
}
