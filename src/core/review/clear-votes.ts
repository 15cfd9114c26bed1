import type { Act, ActEnvelope } from '../act/act.ts';
import type { TakeId } from '../ids.ts';
import type { LoggedVote } from '../ports/vote-store.ts';
import type { Studio } from '../studio/studio.ts';
import { superReactionKey } from '../vote/emoji.ts';
import { compareOrderKeys } from '../vote/vote-event.ts';
import { awaitMessage } from './await-message.ts';
import { castVotes } from './cast-votes.ts';
import { countVotes } from './count-votes.ts';

type Cleared = Extract<Act, { kind: 'cleared' }>;

/**
 * All reactions of a message, or those of one emoji, are gone at once: each that stood is logged as removed, those that
 * still wait to be logged too. May run twice.
 */
export async function clearVotes(studio: Studio, envelope: ActEnvelope, act: Cleared): Promise<void> {
  const { workspace, channel } = envelope.place;
  const target = await studio.outbox.locate(workspace, channel, act.message);
  if (target === 'expected') return awaitMessage(studio, envelope);
  if (target?.takeId != null) await clear(studio, { envelope, act, take: target.takeId });
  await studio.inbox.finish(envelope.id, studio.clock.now());
}

interface Clearing {
  readonly envelope: ActEnvelope;
  readonly act: Cleared;
  readonly take: TakeId;
}

async function clear(studio: Studio, { envelope, act, take }: Clearing): Promise<void> {
  const { workspace, channel } = envelope.place;
  const [unheard] = await studio.inbox.pendingReactions({ workspace, channel, message: act.message }, 1);
  if (unheard !== undefined) await castVotes(studio, unheard, act.message);
  const poll = await studio.votes.loadPoll(take);
  if (poll === null) return;
  const gone = standingIn(poll.events).filter(
    ({ message, emoji }) => (message ?? act.message) === act.message && isMeant(emoji, act.emoji),
  );
  await studio.votes.append(
    gone.map(({ person, personKind, message = null, emoji, vote }) => ({
      ...{ workspace, take, person, personKind, message, emoji, vote },
      eventKey: `act-${envelope.id}-${person}-${emoji}`,
      op: 'remove' as const,
      orderKey: act.orderKey,
      source: 'live' as const,
      at: envelope.at,
    })),
  );
  await countVotes(studio, take);
}

const isMeant = (emoji: string, cleared: string | null): boolean =>
  cleared === null || emoji === cleared || emoji === superReactionKey(cleared);

/** The latest event of each reaction, where it was an addition. */
function standingIn(log: readonly LoggedVote[]): readonly LoggedVote[] {
  const latest = new Map<string, LoggedVote>();
  const inOrder = log.toSorted((a, b) => compareOrderKeys(a.orderKey, b.orderKey) || (a.seq < b.seq ? -1 : 1));
  for (const event of inOrder) latest.set(`${event.person} ${event.message ?? ''} ${event.emoji}`, event);
  return [...latest.values()].filter(({ op }) => op === 'add');
}
