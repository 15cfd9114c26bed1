import type { Act } from '../act/act.ts';
import type { Card } from '../card/card.ts';
import { reasonInvite, rootVoteHint } from '../card/notes.ts';
import type { TakeId } from '../ids.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { readVoteEmoji } from '../vote/emoji.ts';
import { countVotes } from './count-votes.ts';

type Reaction = Extract<Act, { kind: 'reaction' }>;

/**
 * A reaction on a card or a clip is a vote on its take, and always goes to the log; one on the root gets a private hint.
 * Resolves to what its author is told, or null.
 */
export async function castVote(studio: Studio, asked: Asked, reaction: Reaction): Promise<Card | null> {
  const { envelope, policy } = asked;
  const target = await studio.outbox.locate(envelope.place.workspace, envelope.place.channel, reaction.message);
  if (target === null || target === 'expected') return null;
  const vote = readVoteEmoji(reaction.emoji, policy);
  if (target.kind === 'shot') return vote !== null && reaction.op === 'add' ? rootVoteHint() : null;
  // A note that is about a take is no take (design §9: the card or the clip).
  if (target.takeId === null || (target.kind !== 'card' && target.kind !== 'clip')) return null;
  await studio.votes.append([
    {
      workspace: envelope.place.workspace,
      eventKey: `act-${envelope.id}`,
      take: target.takeId,
      person: envelope.actor.id,
      personKind: envelope.actor.kind,
      message: reaction.message,
      emoji: reaction.emoji,
      vote,
      op: reaction.op,
      orderKey: reaction.orderKey,
      source: 'live',
      at: envelope.at,
    },
  ]);
  await countVotes(studio, target.takeId);
  const isReject = vote === 'reject' && reaction.op === 'add';
  return isReject ? invite(studio, asked, target.takeId) : null;
}

/** A reject invites a reason and never demands it; nobody is asked whose ballot does not count. */
async function invite(studio: Studio, asked: Asked, take: TakeId): Promise<Card | null> {
  const view = await studio.show.loadTake(asked.workspace.id, take);
  const counts = view?.ballots.some((ballot) => ballot.person === asked.person.id && ballot.counted) === true;
  return view !== null && counts ? reasonInvite(view) : null;
}
