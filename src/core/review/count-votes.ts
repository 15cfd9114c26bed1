import { decisionLine } from '../card/notes.ts';
import { type ChannelPolicy, readPolicy } from '../channel/policy.ts';
import { laterBy } from '../generate/pace.ts';
import { outboxId, type PersonId, type TakeId } from '../ids.ts';
import type { Poll } from '../ports/vote-store.ts';
import { ringTake } from '../studio/ring.ts';
import type { Studio } from '../studio/studio.ts';
import { standingBallots } from '../vote/ballots.ts';
import { closesAt, type DecisionRecord, decideVote } from '../vote/decision.ts';
import { countBallots, quorumsOf, type Tally } from '../vote/electorate.ts';
import { votersRule } from '../vote/voters-rule.ts';

const MAX_ROUNDS = 8;

/**
 * Counts a take's votes anew from the whole log and saves what follows. Another process that counted meanwhile makes
 * the save stale, and it is counted again; so any number of events in any order ends in the log's last word.
 */
export async function countVotes(studio: Studio, take: TakeId, change: CountChange = RECOUNT): Promise<Poll | null> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const poll = await studio.votes.loadPoll(take);
    if (poll === null) return null;
    const counted = await countOnce(studio, poll, change);
    if (counted !== 'stale') return poll;
  }
  throw new Error(`the votes on take ${take} changed faster than they could be counted`);
}

/** What a person did besides voting: reopened, or used the take. `decide` turns the counted record into the new one. */
export interface CountChange {
  readonly actor: PersonId | null;
  readonly disposition: string | null;
  readonly decide: (counted: DecisionRecord, previous: DecisionRecord) => DecisionRecord;
}

export const RECOUNT: CountChange = { actor: null, disposition: null, decide: (counted) => counted };

async function countOnce(studio: Studio, poll: Poll, change: CountChange): Promise<'saved' | 'stale'> {
  const now = studio.clock.now();
  const found = await studio.directory.loadChannel(poll.workspace, poll.channel);
  const policy = readPolicy(found?.channel.policy);
  const ballots = standingBallots(poll.events);
  const tally = await tallyOf(studio, poll, policy, ballots, found?.workspace.settings);
  const quorums = quorumsOf(policy, { tier: poll.tier, voters: tally.voters });
  const counted = decideVote({ previous: poll.decision, tally, quorums, at: now, windowMs: policy.decisionWindowMs });
  const decision = change.decide(counted, poll.decision);
  const outcome = await studio.votes.save({
    take: poll.take,
    rev: poll.rev,
    ballots: [...ballots.values()].map((ballot) => ({
      person: ballot.person,
      vote: ballot.vote,
      source: ballot.source,
      counted: tally.counted.has(ballot.person),
      at: ballot.at,
    })),
    decision,
    disposition: change.disposition,
    actor: change.actor,
    now,
  });
  if (outcome === 'stale') return 'stale';
  await tellOutcome(studio, poll, decision, policy);
  return 'saved';
}

async function tallyOf(
  studio: Studio,
  poll: Poll,
  policy: ChannelPolicy,
  ballots: ReturnType<typeof standingBallots>,
  settings: unknown,
): Promise<Tally> {
  const eligibleOthers = await eligibleOf(studio, poll, policy, settings);
  return countBallots(ballots.values(), { requester: poll.requester, eligibleOthers });
}

const LATELY_MS = 30 * 86_400_000;

/** Who may vote besides the requester, by the rule: looked up, or counted where every member may. */
export async function eligibleOf(
  studio: Pick<Studio, 'votes' | 'directory' | 'clock'>,
  { workspace, channel, platform, requester }: Pick<Poll, 'workspace' | 'channel' | 'platform' | 'requester'>,
  policy: ChannelPolicy,
  settings: unknown,
): Promise<number | ReadonlySet<PersonId>> {
  const rule = votersRule(platform, policy, settings);
  if (rule.kind === 'people') return new Set(rule.people);
  if (rule.kind === 'lately')
    return new Set(await studio.votes.activePeople(workspace, channel, laterBy(studio.clock.now(), -LATELY_MS)));
  const known = await studio.directory.loadPeople(workspace);
  const members = known.filter((person) => person.kind === 'member');
  if (rule.kind === 'members') return members.filter(({ id }) => id !== requester).length;
  const { role, people } = rule;
  return new Set([...people, ...members.filter(({ roles }) => roles?.includes(role) === true).map(({ id }) => id)]);
}

async function tellOutcome(studio: Studio, poll: Poll, decision: DecisionRecord, policy: ChannelPolicy): Promise<void> {
  await ringTake(studio, { id: poll.take, shotId: poll.shot }, 'all');
  const ends = closesAt(decision, policy.decisionWindowMs);
  if (ends !== null && poll.decision.since?.getTime() !== decision.since?.getTime()) {
    const delayMs = Math.max(ends.getTime() - studio.clock.now().getTime(), 0);
    await studio.queue.wake({ kind: 'decide', takeId: poll.take }, { delayMs });
  }
  if (decision.finalAt === null || poll.decision.finalAt !== null) return;
  const view = await studio.show.loadTake(poll.workspace, poll.take);
  if (view === null) return;
  const shot = await studio.show.loadShot(poll.workspace, { id: poll.shot });
  const superseded = (shot?.takes ?? [])
    .filter((take) => take.decision.state === 'superseded')
    .map((take) => take.number);
  const id = outboxId(`final-${poll.take}-${decision.finalAt.getTime()}`);
  const place = { platform: view.platform, workspace: poll.workspace, channel: poll.channel, thread: null };
  await studio.outbox.write({
    id,
    place,
    person: null,
    card: decisionLine(view, superseded),
    takeId: poll.take,
    now: studio.clock.now(),
  });
  await studio.queue.wake({ kind: 'send', outboxId: id });
  for (const take of shot?.takes ?? []) await ringTake(studio, take, 'card');
}
