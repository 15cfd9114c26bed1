import type { App } from '@slack/bolt';
import type { ActEnvelope } from '../../core/act/act.ts';
import type { ActId } from '../../core/ids.ts';
import { CARD_ACTION } from './action-id.ts';
import {
  type ReadDeps,
  readCommandAct,
  readMentionAct,
  readPressAct,
  readReactionAct,
  type SlackPressed,
} from './read-acts.ts';

export interface InboundDeps {
  /** One insert; throws when the act could not be taken. */
  readonly record: (act: ActEnvelope) => Promise<'recorded' | 'known'>;
  /** Says that there is an act to work on; what is lost here is found by the sweeper. */
  readonly wake: (act: ActId) => Promise<void>;
  readonly clock: { now(): Date };
  readonly newId: () => string;
  readonly report: (error: unknown) => void;
}

const NOT_TAKEN = 'Not taken, please send it again.';
/** Slack's three seconds, with room for the network: by then the sender is told. */
const RECORD_LIMIT_MS = 1_000;

/** The same listeners for both transports: each reads its payload, records the act, and decides nothing. */
export function addListeners(app: App, deps: InboundDeps): void {
  const reading: ReadDeps = { newId: deps.newId, now: () => deps.clock.now() };
  const take = async (act: ActEnvelope | null): Promise<void> => {
    if (act === null) return;
    const taken = await within(RECORD_LIMIT_MS, deps.record(act));
    // An act that is recorded is worked on sooner or later, woken or not.
    if (taken === 'recorded') deps.wake(act.id).catch(deps.report);
  };

  app.command('/previz', async ({ command, ack }) => {
    try {
      await take(readCommandAct(reading, command));
    } catch (error) {
      deps.report(error);
      return ack({ response_type: 'ephemeral', text: NOT_TAKEN });
    }
    await ack();
  });
  // Where the insert fails these throw: Slack hears no acknowledgement and sends the event again.
  app.event('app_mention', ({ body, event }) => take(readMentionAct(reading, body, event)));
  app.event('reaction_added', ({ body, event }) => take(readReactionAct(reading, body, { event, op: 'add' })));
  app.event('reaction_removed', ({ body, event }) => take(readReactionAct(reading, body, { event, op: 'remove' })));
  app.action(CARD_ACTION, async ({ body, action, ack }) => {
    // Bolt's action bodies are a union of which cards use one.
    if (action.type === 'button' && 'action_id' in action)
      await take(readPressAct(reading, body as SlackPressed, action));
    await ack();
  });
}

export async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the act was not recorded in time')), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
