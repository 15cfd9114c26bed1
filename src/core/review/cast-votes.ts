import type { ActEnvelope, Actor } from '../act/act.ts';
import { reasonInvite } from '../card/notes.ts';
import { readPolicy } from '../channel/policy.ts';
import { toAsked } from '../desk/to-asked.ts';
import { type MessageId, outboxId, type PersonId, type TakeId } from '../ids.ts';
import type { Studio } from '../studio/studio.ts';
import { readVoteEmoji } from '../vote/emoji.ts';
import { awaitMessage } from './await-message.ts';
import { countVotes } from './count-votes.ts';

const BATCH = 500;

/**
 * Logs every reaction that waits on the message of this one, and counts once. May run twice and in two processes: each
 * reaction is one line of the log by its act. False where the message is no take's: then the act is answered by itself.
 */
export async function castVotes(studio: Studio, first: ActEnvelope, message: MessageId): Promise<boolean> {
  const { workspace, channel } = first.place;
  const target = await studio.outbox.locate(workspace, channel, message);
  if (target === 'expected') {
    await awaitMessage(studio, first);
    return true;
  }
  if (target === null || target.takeId === null || (target.kind !== 'card' && target.kind !== 'clip')) return false;
  const take = target.takeId;
  const acts = await studio.inbox.pendingReactions({ workspace, channel, message }, BATCH);
  if (acts.length === 0) return true;
  const people = await meetAll(studio, acts);
  const found = await studio.directory.loadChannel(workspace, channel);
  const policy = readPolicy(found?.channel.policy);
  const votes = acts.flatMap(({ id, actor, act, at }) => {
    if (act.kind !== 'reaction') return [];
    const { emoji, op, orderKey } = act;
    const person = people.get(actor.id) ?? actor;
    return [
      {
        ...{ workspace, take, message, emoji, op, orderKey, at },
        eventKey: `act-${id}`,
        person: person.id,
        personKind: person.kind,
        vote: readVoteEmoji(emoji, policy),
        source: 'live' as const,
      },
    ];
  });
  await studio.votes.append(votes);
  await countVotes(studio, take);
  const rejecters = votes.filter(({ vote, op }) => vote === 'reject' && op === 'add').map(({ person }) => person);
  await invite(studio, first, { take, people: [...new Set(rejecters)] });
  await studio.inbox.finishAll(
    acts.map(({ id }) => id),
    studio.clock.now(),
  );
  return true;
}

/** Everybody who reacted, in full. A platform that can be asked says who they are; any other said it in the payload. */
async function meetAll(studio: Studio, acts: readonly ActEnvelope[]): Promise<ReadonlyMap<PersonId, Actor>> {
  const latest = new Map(acts.map((act) => [act.actor.id, act]));
  const met = new Map<PersonId, Actor>();
  for (const [id, act] of latest) {
    const roster = studio.rosters.get(act.place.platform);
    if (roster === undefined) met.set(id, (await toAsked(studio, act)).envelope.actor);
    else met.set(id, await roster.describe(act.place.workspace, act.actor));
  }
  const [first] = acts;
  if (first !== undefined && studio.rosters.has(first.place.platform))
    await studio.directory.learn(first.place.workspace, [...met.values()], studio.clock.now());
  return met;
}

/** A reject invites a reason once, and never demands it; nobody is asked whose ballot doesn't count or changed again. */
async function invite(
  studio: Studio,
  { place }: ActEnvelope,
  { take, people }: { readonly take: TakeId; readonly people: readonly PersonId[] },
): Promise<void> {
  const view = people.length === 0 ? null : await studio.show.loadTake(place.workspace, take);
  if (view === null) return;
  for (const person of people) {
    const ballot = view.ballots.find((one) => one.person === person);
    if (ballot?.counted !== true || ballot.vote !== 'reject') continue;
    const id = outboxId(`why-${take}-${person}`);
    const now = studio.clock.now();
    await studio.outbox.write({ id, place: { ...place, thread: view.thread }, person, card: reasonInvite(view), now });
    await studio.queue.wake({ kind: 'send', outboxId: id });
  }
}
