import { describe, expect, it } from 'vitest';
import { messageId, outboxId, personId, type TakeId } from '../../../src/core/ids.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { GENERATION, ready } from './moves.ts';
import {
  fresh,
  later,
  NOW,
  newPlace,
  newShot,
  newTake,
  openRequest,
  PERIOD,
  type Place,
  reserve,
  scopesOf,
  times,
  withStage,
} from './stage.ts';

const stage = withStage();

const WORKERS = 12;
const ACTS = 40;

/** The same choices in every run: mulberry32. What the database does between them differs, and that is what is tried. */
function makeDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

it('never locks itself up, whatever happens to the takes of one shot at once', async () => {
  const place = await newPlace(stage());
  const shot = newShot('SH0010');
  const takes: TakeId[] = [];
  await more(place, shot, takes);
  const failures: string[] = [];

  await Promise.all(
    times(WORKERS).map(async (worker) => {
      const roll = makeDice(worker + 1);
      for (const _ of times(ACTS))
        await actOnce(place, shot, takes, roll).catch((error) => failures.push(String(error)));
    }),
  );

  // Somebody else was faster, or a budget is frozen: that is said in answers. Nothing is thrown but by a claimed double.
  expect(failures).toEqual([]);
  expect(takes.length).toBeGreaterThan(30);
  expect(await checkInvariants(stage().url)).toEqual([]);
}, 60_000);

async function more(place: Place, shot: ReturnType<typeof newShot>, takes: TakeId[]): Promise<void> {
  const made = times(2).map((i) => newTake(BigInt(i * 10)));
  const outcome = await reserve(stage(), place, await openRequest(stage(), place, made, shot), {
    cap: 1_000n,
    grant: true,
    actor: personId('owner'),
  });
  if (outcome.kind === 'reserved') takes.push(...outcome.takes);
}

async function actOnce(
  place: Place,
  shot: ReturnType<typeof newShot>,
  takes: TakeId[],
  roll: (sides: number) => number,
): Promise<unknown> {
  const { takes: store, outbox, votes, show, budgets, directory } = stage();
  const take = takes[roll(takes.length)] ?? newTake(0n).id;
  const attempt = `attempt-${take}` as never;
  switch (roll(15)) {
    case 0:
    case 1:
      return more(place, shot, takes);
    case 2:
      return store.claim({ take, attempt, request: GENERATION, deadline: later(9), now: NOW });
    case 3:
      return store.accept(take, attempt, { jobId: `job-${take}`, nextAt: NOW, now: NOW });
    case 4:
      return store.advance(take, { from: ['rendering'], to: 'fetching', patch: { progress: 1 }, now: NOW });
    case 5: {
      const stored = { sha256: 'ab', media: 'takes/ab/ab.mp4', bytes: 2n };
      const money = { kind: 'settle', actual: BigInt(roll(11)) } as const;
      return store.resolve(take, { from: ['fetching'], to: 'ready', patch: stored, money, actor: null, now: NOW });
    }
    case 6:
      return store.resolve(take, {
        from: ['queued', 'submitting'],
        to: 'canceled',
        patch: {},
        money: { kind: 'release' },
        actor: null,
        now: NOW,
      });
    case 7:
    case 8:
      return sendAny([`shot-${shot.id}`, `card-${take}`, `clip-${take}`][roll(3)] ?? '');
    case 9: {
      const poll = await votes.loadPoll(take);
      const decision = {
        state: roll(2) === 0 ? 'approved' : 'open',
        since: NOW,
        finalAt: roll(2) === 0 ? later(1) : null,
        selfApproved: false,
      } as const;
      return votes.save({ take, rev: poll?.rev ?? 0, ballots: [], decision, disposition: null, actor: null, now: NOW });
    }
    case 10: {
      const view = await show.loadShot(place.workspace, { id: shot.id });
      return view && show.rename(place.workspace, view.id, fresh('SH'));
    }
    case 11: {
      const scope = scopesOf(place, 0n)[roll(4)]?.scope ?? '';
      return budgets.setCap({
        workspace: place.workspace,
        scope,
        period: PERIOD,
        cap: BigInt(1_000 + roll(1_000)),
        actor: place.person,
        now: NOW,
      });
    }
    case 12:
      return outbox.giveUp(outboxId(`clip-${take}`), 'channel_archived', NOW);
    case 13:
      return store.markUnknown(take, { from: ['submitting', 'rendering'], nextAt: NOW, detail: 'reset', now: NOW });
    default: {
      const actor = {
        id: personId(`P${roll(4)}`),
        name: `n${roll(3)}`,
        kind: 'member',
        isAdmin: false,
        timeZone: null,
      } as const;
      return directory.meet({ platform: 'slack', workspace: place.workspace, channel: place.channel, actor, now: NOW });
    }
  }
}

async function sendAny(row: string): Promise<void> {
  const leased = await stage().outbox.lease(outboxId(row), later(9), NOW);
  if (leased?.kind !== 'leased') return;
  const thread = row.startsWith('shot-') ? ('T1' as never) : null;
  await stage().outbox.sent(outboxId(row), {
    rev: leased.message.rev,
    message: `m-${row}` as never,
    thread,
    nextAt: NOW,
    now: NOW,
  });
}

describe('clips that are sent, given up, renamed and decided on at once', () => {
  const own = withStage();

  it('never lock each other up', async () => {
    const place = await newPlace(own());
    const shot = newShot();
    const takes = times(30).map(() => newTake(0n));
    await reserve(own(), place, await openRequest(own(), place, takes, shot));
    for (const { id } of takes) await ready(own(), id, 0n);
    const { outbox, votes, show } = own();
    const approved = { state: 'approved', since: NOW, finalAt: later(1), selfApproved: false } as const;
    const sent = { rev: 1, message: null, thread: null, nextAt: NOW, now: NOW };

    const work = takes.flatMap(({ id }, i) => [
      outbox.sent(outboxId(`clip-${id}`), { ...sent, message: messageId(`m${i}`) }),
      outbox.giveUp(outboxId(`clip-${id}`), 'channel_archived', NOW),
      votes.save({ take: id, rev: 0, ballots: [], decision: approved, disposition: null, actor: null, now: NOW }),
      ...(i % 5 === 0 ? [show.rename(place.workspace, shot.id, fresh('SH'))] : []),
    ]);

    expect(await rejectionsOf(work)).toEqual([]);
    // A clip that was just given up may have been posted after all; that is said, and nothing else differs.
    const breaches = await checkInvariants(own().url);
    expect(breaches.filter((breach) => !/^5: the clip of take .* was posted$/.test(breach))).toEqual([]);
  });
});

const rejectionsOf = async (work: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(work)).filter(({ status }) => status === 'rejected');

it('never locks itself up when many spend from crossing budgets', async () => {
  const workspace = (await newPlace(stage())).workspace;
  const places = times(6).map((i) => ({ workspace, channel: `C${i % 3}` as never, person: personId(`P${i % 2}`) }));

  const work = times(WORKERS).map(async (worker) => {
    const roll = makeDice(worker + 101);
    for (const _ of times(12)) {
      const place = places[roll(places.length)];
      if (place === undefined) continue;
      const take = newTake(BigInt(1 + roll(9)));
      // Any order in, one order of locks.
      const scopes = scopesOf(place, 400n).toSorted(() => roll(3) - 1);
      const outcome = await reserve(stage(), place, await openRequest(stage(), place, [take]), { scopes });
      if (outcome.kind === 'reserved') await ready(stage(), take.id, BigInt(roll(9)));
    }
  });

  expect(await rejectionsOf(work)).toEqual([]);
  expect(await checkInvariants(stage().url)).toEqual([]);
}, 60_000);
