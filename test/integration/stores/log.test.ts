import { describe, expect, it } from 'vitest';
import { personId } from '../../../src/core/ids.ts';
import type { LogLine, LogQuery } from '../../../src/core/ports/log-store.ts';
import { ready, send } from './moves.ts';
import {
  NOW,
  newPlace,
  newShot,
  newTake,
  openRequest,
  type Place,
  queuedTake,
  reserve,
  times,
  withStage,
} from './stage.ts';

const stage = withStage();

async function read(query: Partial<LogQuery>): Promise<readonly LogLine[]> {
  const all = { workspace: null, channel: null, words: [], since: null, limit: null, ...query };
  const lines: LogLine[] = [];
  for await (const line of stage().log.read(all)) lines.push(line);
  return lines;
}

const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

async function refused(place: Place, why: string | object, createdAt: Date) {
  const refusal = typeof why === 'string' ? { kind: why } : why;
  const request = await openRequest(stage(), place, [newTake(99n)]);
  await stage().requests.move(request.id, { from: ['read'], to: 'refused', refusal });
  await stage().db.request.update({ where: { id: request.id }, data: { createdAt } });
  return request;
}

describe('the log', () => {
  it('tells a take from its brief to its votes', async () => {
    const place = await newPlace(stage());
    const shot = newShot('SH0040');
    const take = await queuedTake(stage(), place, 12n, { shot });
    await ready(stage(), take, 11n);
    await send(stage(), `shot-${shot.id}`, 'T1');
    await send(stage(), `clip-${take}`);
    const ballot = { person: personId('Q'), vote: 'approve', source: 'live', counted: true, at: NOW } as const;
    const decision = { state: 'approved', since: NOW, finalAt: at(600), selfApproved: false } as const;
    await stage().votes.save({
      take,
      rev: 0,
      ballots: [ballot],
      decision,
      disposition: 'boarded',
      actor: null,
      now: NOW,
    });

    expect(await read({ workspace: place.workspace })).toEqual([
      {
        ...{
          take_id: take,
          shot: 'SH0040',
          take: 1,
          parent_take_id: null,
          platform: 'slack',
          workspace: place.workspace,
        },
        ...{ channel: 'C', thread: 'T1', requested_by: 'P', requested_at: '2026-11-21T12:00:00.000Z' },
        ...{ brief: 'a cabin at dusk', template: 'neutral', template_version: '1', prompt: newTake(0n).prompt },
        ...{ provider: 'fake', model: 'fake-1', params: newTake(0n).params, status: 'delivered', failure: null },
        ...{
          estimate_micros: '12',
          cost_micros: '11',
          sha256: 'ab',
          media: 'takes/ab/ab.mp4',
          message_id: `m-clip-${take}`,
        },
        decision: { state: 'approved', final_at: '2026-11-21T12:10:00.000Z', self_approved: false },
        votes: [{ person: 'Q', vote: 'approve', at: '2026-11-21T12:00:00.000Z', source: 'live', counted: true }],
        ...{ disposition: 'boarded', tier: null, credentials: null, strip: null, let_through_by: null },
      },
    ]);
  });

  it('has its fields in the order in which people know them', async () => {
    const place = await newPlace(stage());
    await queuedTake(stage(), place, 1n);

    const [line] = await read({ workspace: place.workspace });

    expect(Object.keys(line ?? {}).join(', ')).toBe(
      'take_id, shot, take, parent_take_id, platform, workspace, channel, thread, requested_by, requested_at, brief, template, ' +
        'template_version, prompt, provider, model, params, status, failure, estimate_micros, cost_micros, sha256, media, message_id, ' +
        'decision, votes, disposition, tier, credentials, strip, let_through_by',
    );
  });

  it('tells a final from its draft, what of a clip was derived, and whether it has Content Credentials', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 1n);
    await ready(stage(), take, 1n);
    const derived = { strip: 'takes/ab/ab.strip.jpg', chat: null, credentials: true };
    await stage().db.take.update({ where: { id: take }, data: { tier: 'draft', derived } });

    expect(await read({ workspace: place.workspace })).toMatchObject([
      { tier: 'draft', credentials: true, strip: 'takes/ab/ab.strip.jpg' },
    ]);
  });

  it('tells of requests that a budget stopped, among the takes and in their order', async () => {
    const place = await newPlace(stage());
    const older = await queuedTake(stage(), place, 1n, { now: at(0) });
    const stopped = await refused(place, 'exceeded', at(1));
    await refused(place, 'provider-not-allowed', at(2));
    const newer = await queuedTake(stage(), place, 1n, { now: at(3) });

    const lines = await read({ workspace: place.workspace });

    expect(lines.map((line) => line.take_id)).toEqual([newer, `request:${stopped.id}`, older]);
    expect(lines[1]).toMatchObject({
      status: 'refused_budget',
      failure: 'exceeded',
      take: 0,
      estimate_micros: '99',
      cost_micros: '0',
      model: 'fake-1',
      votes: [],
    });
  });

  it('tells of requests that moderation stopped, with what it found, and not of those that an owner let through', async () => {
    const place = await newPlace(stage());
    const moderation = { kind: 'moderation', flags: ['sexual', 'likeness'] };
    const [stopped, passed] = [await refused(place, moderation, at(1)), await refused(place, moderation, at(2))];
    await stage().requests.move(passed.id, {
      from: ['refused'],
      to: 'expired',
      refusal: { letThroughBy: 'olga' },
    });

    const lines = await read({ workspace: place.workspace });

    expect(lines).toMatchObject([
      {
        take_id: `request:${stopped.id}`,
        status: 'refused',
        failure: 'moderation: sexual, likeness',
        cost_micros: '0',
      },
    ]);
  });

  it('finds lines by all of their words, in any letter case', async () => {
    const place = await newPlace(stage());
    await queuedTake(stage(), place, 1n, { shot: newShot('SH0040') });
    await queuedTake(stage(), place, 1n, { shot: newShot('SH0050') });
    await refused(place, 'pace', at(9));
    const count = async (...words: string[]) => (await read({ workspace: place.workspace, words })).length;

    expect(
      await Promise.all([
        count('CABIN'),
        count('cabin', 'sh0040'),
        count('sh0040', 'sh0050'),
        count('refused_budget'),
        count('100%'),
      ]),
    ).toEqual([3, 1, 0, 1, 0]);
  });

  it('stays within a workspace, a channel and a time', async () => {
    const [place, other] = [await newPlace(stage()), await newPlace(stage())];
    await stage().directory.saveChannel(place.workspace, place.channel, { name: 'boards' });
    const takes = [];
    for (const i of times(3)) takes.unshift(await queuedTake(stage(), place, 1n, { now: at(i) }));
    await queuedTake(stage(), other, 1n);
    const ids = async (query: Partial<LogQuery>) => (await read(query)).map((line) => line.take_id);

    expect(await ids({ workspace: place.workspace, channel: 'C' })).toEqual(takes);
    expect(await ids({ channel: 'boards' })).toEqual(takes);
    expect(await ids({ workspace: place.workspace, channel: 'D' })).toEqual([]);
    expect(await ids({ workspace: place.workspace, since: at(1) })).toEqual(takes.slice(0, 2));
    expect(await ids({ workspace: place.workspace, limit: 1 })).toEqual(takes.slice(0, 1));
  });

  it('comes whole over many pages, though many lines are of the same moment', async () => {
    const place = await newPlace(stage());
    const takes = await Promise.all(times(12).map(() => reserveMany(place, 50)));
    const wanted = takes.flat().toSorted();

    const lines = await read({ workspace: place.workspace });
    const some = await read({ workspace: place.workspace, limit: 511 });

    expect(lines.map((line) => line.take_id).toSorted()).toEqual(wanted);
    expect(some).toEqual(lines.slice(0, 511));
  });
});

async function reserveMany(place: Place, count: number): Promise<readonly string[]> {
  const takes = times(count).map(() => newTake(0n));
  await reserve(stage(), place, await openRequest(stage(), place, takes));
  return takes.map(({ id }) => id);
}
