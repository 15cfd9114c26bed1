import { makeActInbox } from '../../adapters/db/act-inbox-store.ts';
import { makeBudgetStore } from '../../adapters/db/budget-store.ts';
import { disconnect, makePrisma } from '../../adapters/db/client.ts';
import { makeDirectory } from '../../adapters/db/directory-store.ts';
import { makeOutbox } from '../../adapters/db/outbox-store.ts';
import { makePlaygroundStore } from '../../adapters/db/playground-store.ts';
import { makeRequestStore } from '../../adapters/db/request-store.ts';
import { makeShowStore } from '../../adapters/db/show-store.ts';
import { makeTakeStore } from '../../adapters/db/take-store.ts';
import { makeVoteStore } from '../../adapters/db/vote-store.ts';
import type { PlaygroundStore } from '../../adapters/playground/store.ts';
import { makePlaygroundSurface } from '../../adapters/playground/surface.ts';
import type { Studio } from '../../core/studio/studio.ts';

export interface OpenMonth {
  readonly studio: Studio;
  turn(to: Date): void;
  readonly channels: PlaygroundStore['channels'];
}

/** More than a month takes to play on a slow machine. */
const PATIENCE_MS = 180_000;

/**
 * A studio whose clock is turned by hand and whose rows appear all at once, when `use` is done: an app that runs on the same
 * database never sees a take of the past that looks late, and so never works on one.
 */
export async function inOneCommit<Result>(
  databaseUrl: string,
  studio: Studio,
  use: (month: OpenMonth) => Promise<Result>,
): Promise<Result> {
  const prisma = makePrisma(databaseUrl);
  let now = studio.clock.now();
  const clock = { now: () => now };
  const turn = (to: Date) => {
    now = to;
  };
  try {
    return await prisma.$transaction(
      (db) => {
        const store = makePlaygroundStore(db);
        return use({
          turn,
          channels: store.channels,
          studio: {
            ...studio,
            clock,
            inbox: makeActInbox(db),
            requests: makeRequestStore(db),
            takes: makeTakeStore(db),
            outbox: makeOutbox(db),
            directory: makeDirectory(db),
            budgets: makeBudgetStore(db),
            votes: makeVoteStore(db),
            show: makeShowStore(db),
            surfaces: new Map([['playground', makePlaygroundSurface({ store, clock })]]),
          },
        });
      },
      { timeout: PATIENCE_MS, maxWait: 10_000 },
    );
  } finally {
    await disconnect(prisma);
  }
}
