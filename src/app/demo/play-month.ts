import { scopesOf } from '../../core/budget/scopes.ts';
import { toBrief } from '../../core/command/brief.ts';
import { readPlace } from '../../core/digest/make-digest.ts';
import { actId, type OutboxId, requestId, type ShotId, shotId, type TakeId, takeId } from '../../core/ids.ts';
import { sumMicros } from '../../core/money/micros.ts';
import type { WakeUp } from '../../core/ports/job-queue.ts';
import { countVotes } from '../../core/review/count-votes.ts';
import { sendMessage } from '../../core/send/send-message.ts';
import { cardMessage, clipMessage, shotMessage } from '../../core/studio/ring.ts';
import type { NewTake } from '../../core/take/take.ts';
import { readVoteEmoji } from '../../core/vote/emoji.ts';
import type { PlannedRound, PlannedShot, PlannedTake } from './plan-month.ts';
import { endTake, submitTake } from './play-take.ts';
import type { Stage } from './stage.ts';

/** What was played. */
export interface Played {
  readonly shots: number;
  readonly takes: number;
  /** Requests that the budget had no room for. */
  readonly refused: number;
}

/** Fifteen minutes: after the ten in which a decision follows the ballots. */
const CLOSED_MS = 15 * 60_000;

/**
 * Plays a planned month through the same functions that a real one goes through, at its own times: requests, money,
 * attempts, votes and messages. A request that the budget has no room for is refused, as it would be.
 */
export async function playMonth(
  stage: Stage,
  shots: readonly PlannedShot[],
  onShot?: (done: number) => void,
): Promise<Played> {
  const played = { shots: 0, takes: 0, refused: 0 };
  // Nobody is rung for: what wants to be sent is sent here, at the month's own times.
  const rung: OutboxId[] = [];
  const hear = (job: WakeUp) => void (job.kind === 'send' && rung.push(job.outboxId));
  const queue = {
    wake: async (job: WakeUp) => hear(job),
    wakeAll: async (jobs: readonly WakeUp[]) => jobs.forEach(hear),
    backlog: async () => new Set<WakeUp['kind']>(),
  };
  const playing: Playing = { ...stage, studio: { ...stage.studio, queue }, rung };
  for (const [index, shot] of shots.entries()) {
    const takes = await playShot(playing, shot);
    if (takes.length > 0) played.shots += 1;
    played.takes += takes.filter((made) => made !== 'refused').length;
    played.refused += takes.filter((made) => made === 'refused').length;
    onShot?.(index + 1);
  }
  return played;
}

interface Playing extends Stage {
  readonly rung: OutboxId[];
}

async function playShot(stage: Playing, shot: PlannedShot): Promise<readonly (TakeId | 'refused')[]> {
  const { studio } = stage;
  const id = shotId(studio.chance.id());
  const made: (TakeId | 'refused')[] = [];
  let parent: TakeId | null = null;
  for (const round of shot.rounds) {
    const takes = await playRequest(stage, shot, round, { shot: id, parent });
    if (takes === null) {
      made.push('refused');
      continue;
    }
    for (const [index, take] of takes.entries()) await playTake(stage, id, take, round, index);
    for (const [index, take] of takes.entries()) await playVotes(stage, id, take, round.takes[index]);
    made.push(...takes);
    parent = takes[0] ?? parent;
  }
  return made;
}

async function playRequest(
  stage: Playing,
  { scene }: PlannedShot,
  round: PlannedRound,
  to: { readonly shot: ShotId; readonly parent: TakeId | null },
): Promise<readonly TakeId[] | null> {
  const { studio, workspace, channel } = stage;
  stage.turn(round.at);
  const found = await studio.directory.loadChannel(workspace, channel);
  if (found === null) throw new Error(`no channel ${channel}`);
  const { place } = readPlace(found);
  const takes = round.takes.map((): NewTake => toNewTake(stage, scene, round));
  const plan = { shot: { id: to.shot, slug: null, scene, thread: null }, takes, notes: [] };
  const request = await studio.requests.open({
    id: requestId(studio.chance.id()),
    workspace,
    channel,
    thread: null,
    person: round.askedBy.id,
    actId: actId(studio.chance.id()),
    brief: toBrief(scene),
    plan,
    estimate: sumMicros(takes.map(({ estimate }) => estimate)),
    parentTake: to.parent,
    createdAt: round.at,
  });
  const { budget, timeZone } = place.settings;
  const within = (caps: ReadonlyMap<string, bigint>) =>
    scopesOf({
      workspace,
      channel,
      person: round.askedBy.id,
      at: round.at,
      settings: { channelZone: timeZone, workspaceZone: found.workspace.timeZone, budget, dailyFuse: null, caps },
    });
  const rules = await studio.budgets.loadRules(within(new Map()).map(({ scope }) => scope));
  const outcome = await studio.requests.reserve({
    request: request.id,
    from: ['read'],
    plan,
    scopes: within(rules),
    pace: { live: 1_000, hour: 1_000 },
    grant: false,
    actor: null,
    now: round.at,
  });
  if (outcome.kind === 'reserved') return outcome.takes;
  await studio.requests.move(request.id, { from: ['read'], to: 'refused', refusal: { kind: outcome.kind } });
  return null;
}

function toNewTake({ studio }: Stage, scene: string, round: PlannedRound): NewTake {
  const { seconds, model, template } = round;
  return {
    id: takeId(studio.chance.id()),
    estimate: model.perSecond * BigInt(seconds),
    template,
    templateVersion: 'demo',
    slots: { subject: scene },
    prompt: scene,
    provider: model.provider,
    model: model.name,
    params: {
      seconds,
      ratio: '16:9',
      renderRatio: '16:9',
      width: 1280,
      height: 720,
      fps: 24,
      seed: studio.chance.seed(),
      audio: false,
    },
    tier: null,
  };
}

async function playTake(stage: Playing, shot: ShotId, take: TakeId, round: PlannedRound, index: number): Promise<void> {
  const planned = round.takes[index];
  if (planned === undefined) return;
  const { studio } = stage;
  const sent = new Date(round.at.getTime() + 2_000);
  const ended = new Date(sent.getTime() + planned.renderMs);
  if (planned.end.kind === 'canceled') {
    const money = { kind: 'release' } as const;
    const patch = { nextAt: null, detail: 'canceled', cancelBy: round.askedBy.id };
    await studio.takes.resolve(take, {
      from: ['queued'],
      to: 'canceled',
      patch,
      money,
      actor: round.askedBy.id,
      now: sent,
    });
  } else {
    await submitTake(stage, take, { sent, round });
    await endTake(stage, take, planned, ended);
  }
  stage.turn(ended);
  await sendAll(stage, [shotMessage(shot), cardMessage(take), clipMessage(take)]);
}

async function playVotes(stage: Playing, shot: ShotId, take: TakeId, planned: PlannedTake | undefined): Promise<void> {
  if (planned === undefined || planned.votes.length === 0) return;
  const { studio, workspace } = stage;
  let last = new Date(0);
  for (const { person, emoji, at } of planned.votes) {
    stage.turn(at);
    last = at;
    await studio.votes.append([
      {
        workspace,
        take,
        person: person.id,
        personKind: person.kind,
        emoji,
        vote: readVoteEmoji(emoji, { strict: false, emoji: { approve: [], reject: [] } }),
        op: 'add',
        orderKey: String(at.getTime()),
        source: 'live',
        eventKey: `demo-${take}-${person.id}-${emoji}`,
        at,
      },
    ]);
    await countVotes(studio, take);
  }
  stage.turn(new Date(last.getTime() + CLOSED_MS));
  await countVotes(studio, take);
  await sendAll(stage, [shotMessage(shot), cardMessage(take), clipMessage(take)]);
}

async function sendAll({ studio, send, rung }: Playing, ids: readonly OutboxId[]): Promise<void> {
  const wanted = new Set([...ids, ...rung.splice(0)]);
  if (!send) return;
  for (const id of wanted) await sendMessage(studio, id);
}
