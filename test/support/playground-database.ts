import { disconnect, makePrisma } from '../../src/adapters/db/client.ts';
import { makeListen } from '../../src/adapters/db/listen.ts';
import { makePlaygroundStore, PLAYGROUND_NOTICES } from '../../src/adapters/db/playground-store.ts';
import type { Listen, PlaygroundStore } from '../../src/adapters/playground/store.ts';

/** The playground's store and ears as one process has them. */
export function openPlaygroundDatabase(url: string): {
  readonly store: PlaygroundStore;
  readonly listen: Listen;
  stop(): Promise<void>;
} {
  const prisma = makePrisma(url);
  const listen = makeListen({
    connectionString: url,
    channel: PLAYGROUND_NOTICES,
    retryMs: 20,
    report: () => undefined,
  });
  return { store: makePlaygroundStore(prisma), listen, stop: () => disconnect(prisma) };
}
