import type { Actor } from '../../core/act/act.ts';
import type { Micros } from '../../core/money/micros.ts';
import type { FailureCode } from '../../core/take/failure.ts';
import { type Dice, makeDice } from './dice.ts';

/** A month of a team's work, made up but reproducible: who asked for what and when, what it cost, and how they voted. */
export interface PlannedShot {
  readonly at: Date;
  readonly scene: string;
  readonly rounds: readonly PlannedRound[];
}

/** One request: its takes are reserved together. */
export interface PlannedRound {
  readonly at: Date;
  readonly askedBy: Actor;
  readonly model: PlannedModel;
  readonly template: string;
  readonly seconds: number;
  readonly takes: readonly PlannedTake[];
}

export interface PlannedTake {
  /** How long it renders. */
  readonly renderMs: number;
  readonly end:
    | { readonly kind: 'clip'; readonly cost: Micros; readonly clip: number }
    | { readonly kind: 'failed'; readonly failure: FailureCode; readonly cost: Micros }
    | { readonly kind: 'canceled' }
    /** It still renders: the money is held. */
    | { readonly kind: 'rendering' }
    /** Its answer was lost: the money stays held. */
    | { readonly kind: 'unknown' };
  readonly votes: readonly PlannedVote[];
}

export interface PlannedVote {
  readonly person: Actor;
  readonly emoji: '✅' | '❌' | '👍' | '👎';
  readonly at: Date;
}

export interface PlannedModel {
  readonly name: string;
  readonly provider: string;
  readonly perSecond: Micros;
  readonly share: number;
}

export interface MonthWish {
  readonly seed: number;
  /** The month ends here. */
  readonly until: Date;
  readonly days: number;
  readonly people: readonly Actor[];
  /** How many different clips there are to show. */
  readonly clips: number;
  /** Shots a working day, at most. */
  readonly pace?: number;
}

const MODELS: readonly PlannedModel[] = [
  { name: 'animatic', provider: 'animatic', perSecond: 0n, share: 0.34 },
  { name: 'demo-fast', provider: 'demo', perSecond: 43_750n, share: 0.46 },
  { name: 'demo-pro', provider: 'demo', perSecond: 187_500n, share: 0.2 },
];

const TEMPLATES = ['neutral', 'noir', 'product-macro', 'handheld-documentary', 'establishing-static'];
const FAILURES: readonly FailureCode[] = ['moderation_prompt', 'provider_failed', 'provider_failed', 'no_output'];

const SCENES = [
  'steam curls off a flat white on a zinc counter, rain on the window behind',
  'a courier leans her bike against the shutter and looks up',
  'overhead of twelve cups being set out in a row, hands only',
  'the barista opens the shop before dawn, one light at a time',
  'a slow push along the roaster drum, beans tumbling behind glass',
  'two old friends split a croissant without a word',
  'the grinder stops and the whole café goes quiet',
  'a kid draws a face on the fogged window',
  'night exterior, the sign flickers on and the street turns amber',
  'the last cup slides down the bar into an open hand',
  'a lighthouse keeper climbs a spiral stair, lantern in hand',
  'an empty platform at dawn, a paper cup rolls past',
  'handheld through the market, oranges, voices, a brass band',
  'close on a spoon, the crema breaking in a slow spiral',
  'the delivery van idles in the fog, headlights on wet cobbles',
  'roof terrace, laundry, a radio, the city waking up below',
];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export function planMonth(wish: MonthWish): readonly PlannedShot[] {
  const dice = makeDice(wish.seed);
  const shots: PlannedShot[] = [];
  for (let day = wish.days; day >= 1; day -= 1) {
    const midnight = Math.floor((wish.until.getTime() - day * DAY_MS) / DAY_MS) * DAY_MS;
    const weekday = new Date(midnight).getUTCDay();
    const most = weekday === 0 || weekday === 6 ? 1 : (wish.pace ?? 3);
    for (let left = dice.whole(0, most); left > 0; left -= 1) {
      const at = new Date(midnight + Math.floor((9 + dice.roll() * 8) * HOUR_MS));
      shots.push(planShot(dice, wish, at));
    }
  }
  return shots.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

function planShot(dice: Dice, wish: MonthWish, at: Date): PlannedShot {
  const askers = wish.people.filter(({ kind }) => kind === 'member');
  const askedBy = dice.pick(askers);
  const rounds: PlannedRound[] = [];
  let next = at;
  for (let round = dice.whole(1, 3); round > 0 && next < wish.until; round -= 1) {
    const isLast = round === 1;
    const planned = planRound(dice, wish, { at: next, askedBy, isLast });
    rounds.push(planned);
    next = new Date(next.getTime() + dice.whole(40, 60 * 20) * 60_000);
  }
  return { at, scene: dice.pick(SCENES), rounds };
}

function planRound(
  dice: Dice,
  wish: MonthWish,
  { at, askedBy, isLast }: { readonly at: Date; readonly askedBy: Actor; readonly isLast: boolean },
): PlannedRound {
  const model = pickModel(dice);
  const seconds = dice.pick([3, 4, 5, 5, 6, 8]);
  const takes = Array.from({ length: dice.pick([1, 1, 1, 2, 3]) }, (_, index) =>
    planTake(dice, wish, { at, askedBy, model, seconds, isPicked: isLast && index === 0 }),
  );
  return { at, askedBy, model, template: dice.pick(TEMPLATES), seconds, takes };
}

function pickModel(dice: Dice): PlannedModel {
  let roll = dice.roll();
  const found = MODELS.find(({ share }) => {
    roll -= share;
    return roll < 0;
  });
  return found ?? dice.pick(MODELS);
}

function planTake(
  dice: Dice,
  wish: MonthWish,
  of: {
    readonly at: Date;
    readonly askedBy: Actor;
    readonly model: PlannedModel;
    readonly seconds: number;
    readonly isPicked: boolean;
  },
): PlannedTake {
  const renderMs = dice.whole(8, 90) * 1000;
  const price = of.model.perSecond * BigInt(of.seconds);
  const fate = dice.roll();
  if (fate < 0.05) {
    const failure = dice.pick(FAILURES);
    return { renderMs, end: { kind: 'failed', failure, cost: failure === 'no_output' ? price : 0n }, votes: [] };
  }
  if (fate < 0.07) return { renderMs, end: { kind: 'canceled' }, votes: [] };
  if (fate < 0.075 && price > 0n) return { renderMs, end: { kind: 'unknown' }, votes: [] };
  // Now and then a provider bills a little less than it said.
  const cost = price > 0n && dice.isBelow(0.08) ? price - price / 7n : price;
  const seen = new Date(of.at.getTime() + renderMs + dice.whole(3, 240) * 60_000);
  return {
    renderMs,
    end: { kind: 'clip', cost, clip: dice.whole(0, wish.clips - 1) },
    votes: planVotes(dice, wish, { ...of, seen }),
  };
}

/** Somebody else than the requester decides; now and then nobody does, a guest joins in, or two don't agree. */
function planVotes(
  dice: Dice,
  wish: MonthWish,
  { askedBy, isPicked, seen }: { readonly askedBy: Actor; readonly isPicked: boolean; readonly seen: Date },
): readonly PlannedVote[] {
  const others = wish.people.filter(({ id, kind }) => id !== askedBy.id && kind === 'member');
  const guests = wish.people.filter(({ kind }) => kind === 'guest');
  const yes = isPicked ? 0.85 : 0.12;
  const no = isPicked ? 0.08 : 0.45;
  const roll = dice.roll();
  const votes: PlannedVote[] = [];
  if (roll < yes) votes.push({ person: dice.pick(others), emoji: dice.pick(['✅', '✅', '👍']), at: seen });
  else if (roll < yes + no) votes.push({ person: dice.pick(others), emoji: dice.pick(['❌', '❌', '👎']), at: seen });
  const later = new Date(seen.getTime() + dice.whole(1, 9) * 60_000);
  if (guests.length > 0 && dice.isBelow(0.1)) votes.push({ person: dice.pick(guests), emoji: '👍', at: later });
  if (votes.length > 0 && dice.isBelow(0.04)) votes.push({ person: dice.pick(others), emoji: '❌', at: later });
  return votes.filter((vote) => vote.at < wish.until);
}
