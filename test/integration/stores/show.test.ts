import { describe, expect, it } from 'vitest';
import { messageId, shotId, takeId } from '../../../src/core/ids.ts';
import { ready, release, send } from './moves.ts';
import { fresh, NOW, newPlace, newShot, newTake, openRequest, queuedTake, reserve, times, withStage } from './stage.ts';

const stage = withStage();

describe('a take', () => {
  it('is shown with all that its card says', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 12n);
    await ready(stage(), take, 11n);

    const view = await stage().show.loadTake(place.workspace, take);

    expect(view).toMatchObject({
      ...{
        id: take,
        platform: 'slack',
        workspace: place.workspace,
        channel: place.channel,
        slug: 'PV-0001',
        thread: null,
      },
      ...{ number: 1, parentNumber: null, askedBy: 'P', scene: 'a cabin at dusk', slots: { subject: 'a cabin' } },
      ...{ provider: 'fake', notes: ['5 s instead of 7'], estimate: 12n, cost: 11n, state: 'ready', stateAt: NOW },
      ...{ sha256: 'ab', bytes: 2n, ballots: [], disposition: null },
      decision: { state: 'open', since: null, finalAt: null, selfApproved: false },
    });
  });

  it('is not shown to another workspace', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 1n);

    expect(await stage().show.loadTake((await newPlace(stage())).workspace, take)).toBeNull();
    expect(await stage().show.loadTake(place.workspace, takeId('nobody'))).toBeNull();
  });

  it('names the number of the take that it came from', async () => {
    const place = await newPlace(stage());
    const shot = newShot();
    const parent = await queuedTake(stage(), place, 0n, { shot });
    const take = newTake(0n);
    const request = await openRequest(stage(), place, [take], shot);
    await stage().db.request.update({ where: { id: request.id }, data: { parentTakeId: parent } });
    await reserve(stage(), place, request);

    expect(await stage().show.loadTake(place.workspace, take.id)).toMatchObject({ number: 2, parentNumber: 1 });
  });

  it('is found by the act that asked for it', async () => {
    const place = await newPlace(stage());
    const takes = [newTake(0n), newTake(0n)];
    const request = await openRequest(stage(), place, takes);
    await reserve(stage(), place, request);

    const found = await stage().show.takesOfAct(place.workspace, request.actId);

    expect(found.map(({ id }) => id)).toEqual(takes.map(({ id }) => id));
    expect(await stage().show.takesOfAct((await newPlace(stage())).workspace, request.actId)).toEqual([]);
  });
});

describe('a shot', () => {
  it('is found by id, slug and thread, with its takes in order', async () => {
    const place = await newPlace(stage());
    const shot = newShot('SH0040');
    for (const _ of times(3)) await queuedTake(stage(), place, 0n, { shot });
    await send(stage(), `shot-${shot.id}`, 'T1');

    const found = await Promise.all([
      stage().show.loadShot(place.workspace, { id: shot.id }),
      stage().show.loadShot(place.workspace, { slug: 'SH0040' }),
      stage().show.loadShot(place.workspace, { thread: messageId('T1'), channel: place.channel }),
    ]);

    expect(found[0]).toMatchObject({
      id: shot.id,
      slug: 'SH0040',
      thread: 'T1',
      askedBy: 'P',
      pick: null,
      scene: 'a cabin at dusk',
    });
    expect(found[0]?.takes.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(found[1]).toEqual(found[0]);
    expect(found[2]).toEqual(found[0]);
  });

  it('is not found in another workspace', async () => {
    const [place, other] = [await newPlace(stage()), await newPlace(stage())];
    const shot = newShot('SH0040');
    await queuedTake(stage(), place, 0n, { shot });

    expect(await stage().show.loadShot(other.workspace, { slug: 'SH0040' })).toBeNull();
    expect(await stage().show.loadShot(other.workspace, { id: shot.id })).toBeNull();
  });

  it('keeps one thread, whoever opens a second one', async () => {
    const place = await newPlace(stage());
    const shot = newShot();
    await queuedTake(stage(), place, 0n, { shot });
    await send(stage(), `shot-${shot.id}`, 'T1');
    await queuedTake(stage(), place, 0n, { shot });
    await send(stage(), `shot-${shot.id}`, 'T2');

    expect(await stage().show.loadShot(place.workspace, { id: shot.id })).toMatchObject({ thread: 'T1' });
  });

  it('is renamed unless another one has the slug', async () => {
    const place = await newPlace(stage());
    const [one, other] = [newShot(), newShot('SH0040')];
    for (const shot of [one, other]) await queuedTake(stage(), place, 0n, { shot });

    expect(await stage().show.rename(place.workspace, one.id, 'SH0040')).toBe('taken');
    expect(await stage().show.rename(place.workspace, one.id, 'SH0050')).toBe('renamed');
    expect(await stage().show.rename(place.workspace, one.id, 'SH0050')).toBe('renamed');
    await expect(stage().show.rename(place.workspace, shotId('nobody'), 'SH0060')).rejects.toThrow('no shot');
  });

  it('is renamed by one of two that want the same slug at once', async () => {
    const place = await newPlace(stage());
    const shots = times(6).map(() => newShot());
    for (const shot of shots) await queuedTake(stage(), place, 0n, { shot });
    const slug = fresh('SH');

    const outcomes = await Promise.all(shots.map(({ id }) => stage().show.rename(place.workspace, id, slug)));

    expect(outcomes.filter((outcome) => outcome === 'renamed')).toHaveLength(1);
  });
});

describe('the first shot of a channel', () => {
  it('stays the first, whatever is made after it', async () => {
    const place = await newPlace(stage());
    expect(await stage().show.firstShot(place.workspace, place.channel)).toBeNull();
    const takes = [];
    for (const ms of [0, 1_000, 2_000])
      takes.push(await queuedTake(stage(), place, 1n, { now: new Date(NOW.getTime() + ms) }));

    const first = await stage().show.firstShot(place.workspace, place.channel);

    expect(first).toBe((await stage().show.loadTake(place.workspace, takes[0] ?? takeId('')))?.shotId);
  });
});

describe('the latest takes of a channel', () => {
  it('are the running ones and then the newest', async () => {
    const place = await newPlace(stage());
    const at = (i: number) => ({ now: new Date(NOW.getTime() + i * 1_000) });
    const running = await queuedTake(stage(), place, 1n, at(0));
    const ended = [];
    for (const i of [1, 2, 3]) {
      const take = await queuedTake(stage(), place, 1n, at(i));
      await release(stage(), take);
      ended.unshift(take);
    }

    const latest = await stage().show.recentTakes(place.workspace, place.channel, 3);

    expect(latest.map(({ id }) => id)).toEqual([running, ...ended.slice(0, 2)]);
    expect(await stage().show.recentTakes((await newPlace(stage())).workspace, place.channel, 3)).toEqual([]);
  });
});
