import type { PersonKind } from '../act/act.ts';
import { readPolicy } from '../channel/policy.ts';
import { PermanentError } from '../errors.ts';
import type { MessageId, PersonId, TakeId } from '../ids.ts';
import type { ChatSurface, StandingReaction } from '../ports/chat-surface.ts';
import type { BallotBox, LoggedVote, Poll } from '../ports/vote-store.ts';
import type { Studio } from '../studio/studio.ts';
import { readVoteEmoji } from '../vote/emoji.ts';
import { compareOrderKeys } from '../vote/vote-event.ts';
import { countVotes } from './count-votes.ts';

/**
 * Reads the reactions that stand on a take's messages and logs what the events missed: reactions of a time when nobody
 * listened, or that came before the message was known. May be repeated; a reading that finds nothing new logs nothing.
 */
export async function reconcileVotes(studio: Studio, take: TakeId): Promise<number> {
  const poll = await studio.votes.loadPoll(take);
  const boxes = await studio.votes.ballotBoxes(take);
  const surface = studio.surfaces.get(boxes[0]?.place.platform ?? 'local');
  if (poll === null || surface?.orderKeyAt === undefined) return 0;
  const begun = studio.clock.now();
  const read = await readBoxes(surface, boxes);
  const found = await studio.directory.loadChannel(poll.workspace, poll.channel);
  const policy = readPolicy(found?.channel.policy);
  const orderKey = surface.orderKeyAt(begun);
  const missed = findMissed(poll.events, read);
  const kinds = await meetFound(studio, poll, missed);
  const events = missed.map(({ person, personKind, message = null, emoji, op }) => ({
    ...{ take, person, message, emoji, op, orderKey, at: begun },
    personKind: kinds.get(person) ?? personKind,
    workspace: poll.workspace,
    vote: readVoteEmoji(emoji, policy),
    source: 'reconcile' as const,
    eventKey: `reconcile-${take}-${message ?? ''}-${person}-${emoji}-${op}-${orderKey}`,
  }));
  const logged = await studio.votes.append(events);
  if (logged > 0) await countVotes(studio, take);
  return logged;
}

type Standing = StandingReaction & { readonly message: MessageId };

interface Read {
  readonly standing: readonly Standing[];
  /** The messages that could be read: what is not there was removed. */
  readonly messages: ReadonlySet<MessageId>;
}

async function readBoxes(surface: ChatSurface, boxes: readonly BallotBox[]): Promise<Read> {
  const standing: Standing[] = [];
  const messages = new Set<MessageId>();
  for (const { place, message } of boxes) {
    try {
      standing.push(...(await surface.readReactions(place, message)).map((reaction) => ({ ...reaction, message })));
      messages.add(message);
    } catch (error) {
      // A message that was deleted: its log is kept, and nothing is taken from it.
      if (!(error instanceof PermanentError)) throw error;
    }
  }
  return { standing, messages };
}

/** Whether a vote counts hangs on who they are, and a reading names nothing but an id: whoever is new in it is asked about. */
async function meetFound(
  { rosters, directory, clock }: Studio,
  { workspace, platform }: Poll,
  missed: readonly Missed[],
): Promise<ReadonlyMap<PersonId, PersonKind>> {
  const roster = [...rosters].find(([name]) => name === platform)?.[1];
  const found = new Map<PersonId, PersonKind>();
  for (const { op, person, personKind } of missed)
    if (op === 'add' && personKind !== 'bot') found.set(person, personKind);
  if (roster === undefined) return found;
  for (const [id, kind] of found) {
    const known = (await directory.loadPerson(workspace, id)) ?? { id, name: '', kind, isAdmin: false, timeZone: null };
    const { roles: _, ...asked } = known; // as they were when the person last acted
    const person = await roster.describe(workspace, asked);
    await directory.learn(workspace, [person], clock.now());
    found.set(id, person.kind);
  }
  return found;
}

type Missed = Pick<LoggedVote, 'person' | 'personKind' | 'message' | 'emoji' | 'op'>;

function findMissed(log: readonly LoggedVote[], { standing, messages }: Read): readonly Missed[] {
  const keyOf = ({ person, message, emoji }: Pick<LoggedVote, 'person' | 'message' | 'emoji'>) =>
    `${person} ${message ?? ''} ${emoji}`;
  const latest = new Map<string, LoggedVote>();
  for (const event of log.toSorted((a, b) => compareOrderKeys(a.orderKey, b.orderKey) || (a.seq < b.seq ? -1 : 1)))
    latest.set(keyOf(event), event);
  const stands = new Map(standing.map((reaction) => [keyOf(reaction), reaction]));
  const added = [...stands.values()].filter((reaction) => latest.get(keyOf(reaction))?.op !== 'add');
  const removed = [...latest.values()].filter(
    (event) => event.op === 'add' && event.message != null && messages.has(event.message) && !stands.has(keyOf(event)),
  );
  return [
    ...added.map((reaction) => ({ ...reaction, op: 'add' as const })),
    ...removed.map(({ person, personKind, message = null, emoji }) => ({
      ...{ person, personKind, message, emoji },
      op: 'remove' as const,
    })),
  ];
}

/** One reading, and the ring for the next one. */
export async function recountVotes(studio: Studio, take: TakeId, againAfterMs: readonly number[]): Promise<void> {
  await ringEarly(studio, take);
  await reconcileVotes(studio, take);
  const [delayMs, ...rest] = againAfterMs;
  if (delayMs !== undefined)
    await studio.queue.wake({ kind: 'recount', takeId: take, againAfterMs: rest }, { delayMs });
}

/** Those who reacted before the message was known are heard now. */
async function ringEarly(studio: Studio, take: TakeId): Promise<void> {
  for (const { place, message } of await studio.votes.ballotBoxes(take)) {
    const [first] = await studio.inbox.pendingReactions({ ...place, message }, 1);
    if (first !== undefined) await studio.queue.wake({ kind: 'act', actId: first.id });
  }
}
