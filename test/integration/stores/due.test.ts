import { describe, expect, it } from 'vitest';
import type { TakeId } from '../../../src/core/ids.ts';
import type { WakeUp } from '../../../src/core/ports/job-queue.ts';
import { newAct, ready, release, rendering, send } from './moves.ts';
import { fresh, later, NOW, newPlace, newShot, queuedTake, times, withStage } from './stage.ts';

const stage = withStage();

const find = async (now: Date, limit = 10_000) => (await stage().due.find(now, limit)).map(({ wakeUp }) => wakeUp);
const about = (all: readonly WakeUp[], id: string) =>
  all.filter((wake) => JSON.stringify(wake).includes(`"${id}"`)).map(({ kind }) => kind);

describe('what is due', () => {
  it('are acts that nobody worked on for two seconds', async () => {
    const act = newAct(await newPlace(stage()), { kind: 'command', text: 'cabin' });
    await stage().inbox.record(act);

    expect(about(await find(later(2_000)), act.id)).toEqual([]);
    expect(about(await find(later(2_001)), act.id)).toEqual(['act']);
    await stage().inbox.finish(act.id, NOW);
    expect(about(await find(later(2_001)), act.id)).toEqual([]);
  });

  it('are takes past their time, until they ended', async () => {
    const take = await queuedTake(stage(), await newPlace(stage()), 1n);
    await rendering(stage(), take);

    expect(about(await find(later(4_999)), take)).toEqual([]);
    expect(about(await find(later(5_000)), take)).toEqual(['advance']);
    await release(stage(), take);
    expect(about(await find(later(86_400_000)), take)).toEqual([]);
  });

  it('are messages that don’t say the last word, unless somebody is sending them', async () => {
    const take = await queuedTake(stage(), await newPlace(stage()), 1n);
    const card = `card-${take}` as never;

    expect(about(await find(NOW), card)).toEqual(['send']);
    await stage().outbox.lease(card, later(30_000), NOW);
    expect(about(await find(later(29_999)), card)).toEqual([]);
    expect(about(await find(later(30_000)), card)).toEqual(['send']);
    await stage().outbox.postpone(card, later(60_000), 'rate limited');
    expect(about(await find(later(59_999)), card)).toEqual([]);
    await send(stage(), card).catch(() => undefined);
    expect(about(await find(later(60_000)), card)).toEqual(['send']);
  });

  it('are decisions whose window ran out, by the window of their channel', async () => {
    const [usual, own, odd] = [
      await decided({}),
      await decided({ decisionWindowMs: 1_500 }),
      await decided({ decisionWindowMs: '1500' }),
    ];

    const due = async (ms: number) => {
      const found = await find(later(ms));
      return [usual, own, odd].map((take) => about(found, take).includes('decide'));
    };

    expect(await due(1_499)).toEqual([false, false, false]);
    expect(await due(1_500)).toEqual([false, true, false]);
    expect(await due(599_999)).toEqual([false, true, false]);
    expect(await due(600_000)).toEqual([true, true, true]);
  });

  it('comes oldest first, and no more than was asked for', async () => {
    const place = await newPlace(stage());
    const acts = times(4).map((i) => ({
      ...newAct(place, { kind: 'command', text: 'x' }),
      at: new Date(Date.UTC(2001, 0, 4 - i)),
    }));
    for (const act of acts) await stage().inbox.record(act);

    const found = await find(NOW, 3);

    expect(found).toEqual([3, 2, 1].map((i) => ({ kind: 'act', actId: acts[i]?.id })));
  });
});

async function decided(policy: object): Promise<TakeId> {
  const place = await newPlace(stage());
  await stage().directory.saveChannel(place.workspace, place.channel, { policy });
  const take = await queuedTake(stage(), place, 1n, { shot: newShot() });
  await ready(stage(), take, 1n);
  const decision = { state: 'approved', since: NOW, finalAt: null, selfApproved: false } as const;
  await stage().votes.save({ take, rev: 0, ballots: [], decision, disposition: null, actor: null, now: NOW });
  return take;
}

describe('a round', () => {
  it('is one process’s until its time is over', async () => {
    const name = fresh('sweep');
    const lease = (holder: string, now: Date) => stage().due.lease(name, holder, new Date(now.getTime() + 1_000), now);

    const first = await Promise.all(times(8).map((i) => lease(`p${i}`, NOW)));
    const holder = `p${first.indexOf(true)}`;

    expect(first.filter(Boolean)).toHaveLength(1);
    expect(await lease('other', later(999))).toBe(false);
    expect(await lease(holder, later(999))).toBe(true);
    expect(await lease('other', later(1_998))).toBe(false);
    expect(await lease('other', later(1_999))).toBe(true);
  });
});
