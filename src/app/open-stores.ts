import { makeActInbox } from '../adapters/db/act-inbox-store.ts';
import { makeBudgetStore } from '../adapters/db/budget-store.ts';
import type { makePrisma } from '../adapters/db/client.ts';
import { makeDigestStore } from '../adapters/db/digest-store.ts';
import { makeDirectory } from '../adapters/db/directory-store.ts';
import { makeDueWork } from '../adapters/db/due-work-store.ts';
import { makeLogStore } from '../adapters/db/log-store.ts';
import { makeOutbox } from '../adapters/db/outbox-store.ts';
import { makeRequestStore } from '../adapters/db/request-store.ts';
import { makeRevival } from '../adapters/db/revival-store.ts';
import { makeShowStore } from '../adapters/db/show-store.ts';
import { makeTakeStore } from '../adapters/db/take-store.ts';
import { makeVoteStore } from '../adapters/db/vote-store.ts';

/** Every port that the database stands behind. */
export const openStores = (prisma: ReturnType<typeof makePrisma>) => ({
  inbox: makeActInbox(prisma),
  requests: makeRequestStore(prisma),
  takes: makeTakeStore(prisma),
  outbox: makeOutbox(prisma),
  revival: makeRevival(prisma),
  directory: makeDirectory(prisma),
  budgets: makeBudgetStore(prisma),
  votes: makeVoteStore(prisma),
  due: makeDueWork(prisma),
  show: makeShowStore(prisma),
  log: makeLogStore(prisma),
  digests: makeDigestStore(prisma),
});
