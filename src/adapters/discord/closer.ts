import { Routes } from 'discord.js';
import { toCoreError } from './errors.ts';
import type { DiscordApi } from './rest.ts';
import type { Seal } from './seal.ts';
import type { DiscordStore, DueReply } from './store.ts';

interface CloserDeps {
  readonly api: DiscordApi;
  readonly store: DiscordStore;
  readonly seal: Seal;
  readonly publish: () => Promise<void>;
  readonly clock: { now(): Date };
  readonly report: (fields: Readonly<Record<string, unknown>>, message: string) => void;
}

const EVERY_MS = 500;
const SWEEP_EVERY = 1_200;
const AT_ONCE = 25;

/**
 * "Thinking …" has to end, also where nothing private is to be said: then the reply names the thread in which it goes
 * on, or goes away. What waits is in the database, so another process ends what this one began.
 */
export function makeCloser(deps: CloserDeps) {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let rounds = 0;
  const round = async () => {
    rounds += 1;
    if (rounds % SWEEP_EVERY === 0) {
      await deps.store.sweepReplies(deps.clock.now());
      await deps.publish();
    }
    for (const due of await deps.store.dueReplies(deps.clock.now(), AT_ONCE)) await close(deps, due);
  };
  const again = () => {
    timer = setTimeout(() => {
      running = round()
        .catch((error: unknown) => deps.report({ error }, 'replies could not be closed'))
        .then(again);
    }, EVERY_MS);
  };
  return {
    start: again,
    async stop() {
      clearTimeout(timer);
      await running;
      clearTimeout(timer);
    },
  };
}

async function close({ api, store, seal, report }: CloserDeps, due: DueReply): Promise<void> {
  if (!(await store.closeReply(due.act))) return;
  const token = seal.open(due.sealed);
  if (token === null) return;
  const route = Routes.webhookMessage(due.application, token, '@original');
  try {
    const content = due.thread !== null ? `It goes on in <#${due.thread}>.` : due.command ? 'Done.' : null;
    if (due.kind === 'fresh' && content === null) await api.interactions.delete(route, { auth: false });
    else if (due.kind === 'fresh')
      await api.interactions.patch(route, { body: { content, allowed_mentions: { parse: [] } }, auth: false });
    else await api.interactions.patch(route, { body: toCardBody(content ?? 'Done.'), auth: false });
  } catch (error) {
    // A reply that can't be closed fades by itself; nothing hangs on it.
    report({ error: toCoreError('a reply', error) }, 'a reply could not be closed');
  }
}

/** A pressed card stays a card of components: that can't be taken back. */
const toCardBody = (content: string) => ({
  flags: 1 << 15,
  allowed_mentions: { parse: [] },
  components: [{ type: 17, components: [{ type: 10, content }] }],
});
