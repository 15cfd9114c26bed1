import { makeActInbox } from '../../src/adapters/db/act-inbox-store.ts';
import { makeBudgetStore } from '../../src/adapters/db/budget-store.ts';
import { makeDigestStore } from '../../src/adapters/db/digest-store.ts';
import { makeDirectory } from '../../src/adapters/db/directory-store.ts';
import { makeDueWork } from '../../src/adapters/db/due-work-store.ts';
import type { PrismaClient } from '../../src/adapters/db/generated/client.ts';
import { makeLogStore } from '../../src/adapters/db/log-store.ts';
import { makeOutbox } from '../../src/adapters/db/outbox-store.ts';
import { makeRequestStore } from '../../src/adapters/db/request-store.ts';
import { makeShowStore } from '../../src/adapters/db/show-store.ts';
import { makeTakeStore } from '../../src/adapters/db/take-store.ts';
import { makeVoteStore } from '../../src/adapters/db/vote-store.ts';
import { PEOPLE, toActor } from '../../src/adapters/playground/people.ts';
import { planMonth } from '../../src/app/demo/plan-month.ts';
import { type Played, playMonth } from '../../src/app/demo/play-month.ts';
import type { StoredClip } from '../../src/app/demo/stage.ts';
import type { ChannelId, Platform, WorkspaceId } from '../../src/core/ids.ts';
import type { Studio } from '../../src/core/studio/studio.ts';

/** Every store of a studio on a database. */
export const makeStores = (db: PrismaClient) => ({
  inbox: makeActInbox(db),
  requests: makeRequestStore(db),
  takes: makeTakeStore(db),
  outbox: makeOutbox(db),
  directory: makeDirectory(db),
  budgets: makeBudgetStore(db),
  votes: makeVoteStore(db),
  due: makeDueWork(db),
  show: makeShowStore(db),
  log: makeLogStore(db),
  digests: makeDigestStore(db),
});

export interface Month {
  readonly seed: number;
  readonly until: Date;
  readonly days?: number;
  readonly pace?: number;
  readonly platform?: Platform;
  readonly workspace: WorkspaceId;
  readonly channel: ChannelId;
  readonly clips?: readonly StoredClip[];
  /** Messages are sent as the month goes on; without it they stay due. */
  readonly send?: boolean;
}

/** People of the playground's cast, met in the channel. */
export const CAST = PEOPLE.map((person) => toActor(person, null));

const NO_CLIP: StoredClip = { sha256: 'ab', media: 'takes/ab/ab.mp4', bytes: 2n, poster: null };

/** Plays a seeded month of shots, votes and costs through the real SQL functions. `studio`'s clock is turned by `turn`. */
export async function generateMonth(studio: Studio, turn: (to: Date) => void, month: Month): Promise<Played> {
  const { workspace, channel, seed, until, days = 30, pace = 3, clips = [NO_CLIP] } = month;
  for (const actor of CAST) {
    const platform = month.platform ?? 'playground';
    await studio.directory.meet({ platform, workspace, channel, actor, now: until });
  }
  const plan = planMonth({ seed, until, days, pace, people: CAST, clips: clips.length });
  return playMonth({ studio, turn, workspace, channel, clips, send: month.send ?? false }, plan);
}
