import { makeActInbox } from '../../src/adapters/db/act-inbox-store.ts';
import { makeBudgetStore } from '../../src/adapters/db/budget-store.ts';
import { makeDigestStore } from '../../src/adapters/db/digest-store.ts';
import { makeDirectory } from '../../src/adapters/db/directory-store.ts';
import { makeDueWork } from '../../src/adapters/db/due-work-store.ts';
import type { PrismaClient } from '../../src/adapters/db/generated/client.ts';
import { makeLogStore } from '../../src/adapters/db/log-store.ts';
import { makeOutbox } from '../../src/adapters/db/outbox-store.ts';
import { makeRequestStore } from '../../src/adapters/db/request-store.ts';
import { makeRevival } from '../../src/adapters/db/revival-store.ts';
import { makeShowStore } from '../../src/adapters/db/show-store.ts';
import { makeTakeStore } from '../../src/adapters/db/take-store.ts';
import { makeVoteStore } from '../../src/adapters/db/vote-store.ts';
import { PEOPLE, toActor } from '../../src/adapters/playground/people.ts';
import { type PlannedShot, type PlannedTake, planMonth } from '../../src/app/demo/plan-month.ts';
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
  revival: makeRevival(db),
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
  /** With bills above what was held, the freezes that follow, and takes whose money is still held. */
  readonly rough?: boolean;
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
  const stage = { turn, workspace, channel, clips, send: month.send ?? false };
  if (month.rough !== true) return playMonth({ studio, ...stage }, plan);
  return playMonth({ studio: { ...studio, requests: withThaw(studio, workspace) }, ...stage }, roughen(plan));
}

/** Every so many paid takes costs more than was held, one is never heard of again, and one still renders. */
function roughen(plan: readonly PlannedShot[]): readonly PlannedShot[] {
  let paid = 0;
  return plan.map((shot) => ({
    ...shot,
    rounds: shot.rounds.map((round) => ({
      ...round,
      takes: round.takes.map((take): PlannedTake => {
        const { end } = take;
        if (end.kind !== 'clip' || end.cost === 0n) return take;
        paid += 1;
        if (paid % 4 === 2) return { ...take, end: { ...end, cost: end.cost + end.cost / 7n + 1n } };
        if (paid % 9 === 3) return { ...take, votes: [], end: { kind: 'unknown' } };
        return paid % 9 === 7 ? { ...take, votes: [], end: { kind: 'rendering' } } : take;
      }),
    })),
  }));
}

/** A scope that an overage froze refuses the next request; then an owner looks, and sets its cap again. */
function withThaw({ requests, budgets }: Studio, workspace: WorkspaceId): Studio['requests'] {
  return {
    ...requests,
    async reserve(wish) {
      const outcome = await requests.reserve(wish);
      if (outcome.kind !== 'frozen') return outcome;
      for (const row of await budgets.loadRows(wish.scopes))
        if (row.frozen)
          await budgets.setCap({
            workspace,
            ...row,
            cap: row.cap + 100_000_000n,
            actor: CAST[0]?.id ?? nobody(),
            now: wish.now,
          });
      return outcome;
    },
  };
}

function nobody(): never {
  throw new Error('nobody is there');
}
