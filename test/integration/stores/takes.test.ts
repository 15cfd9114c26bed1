import { afterEach, describe, expect, it } from 'vitest';
import { attemptId, personId, takeId } from '../../../src/core/ids.ts';
import { TAKE_STATES } from '../../../src/core/take/state.ts';
import { checkInvariants } from '../../support/invariants.ts';
import {
  claimed,
  fresh,
  GENERATION,
  later,
  NOW,
  newPlace,
  queuedTake,
  ready,
  release,
  rendering,
  send,
  times,
  withStage,
} from './stage.ts';

const stage = withStage();
afterEach(async () => expect(await checkInvariants(stage().url)).toEqual([]));

const queued = async () => queuedTake(stage(), await newPlace(stage()), 5n);

describe('the one paid call', () => {
  it('is claimed by one of many processes', async () => {
    const take = await queued();
    const claim = (attempt: string) =>
      stage().takes.claim({
        take,
        attempt: attemptId(attempt),
        request: GENERATION,
        deadline: later(60_000),
        now: NOW,
      });

    const outcomes = await Promise.all(times(32).map(() => claim(fresh('attempt'))));

    expect(outcomes.filter((outcome) => outcome === 'claimed')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'lost')).toHaveLength(31);
  });

  it('is written down as sent before it is made, with all that it asks for', async () => {
    const take = await queued();
    const attempt = await claimed(stage(), take);

    const loaded = await stage().takes.load(take);

    expect(loaded).toMatchObject({
      state: 'submitting',
      attempt: { id: attempt, state: 'sent', jobId: null, request: GENERATION, sentAt: NOW },
    });
  });

  it('can’t be live twice, whoever writes it', async () => {
    const take = await queued();
    await claimed(stage(), take);
    const row = { takeId: take, workspaceId: 'W', provider: 'fake', request: {}, sentAt: NOW };

    for (const state of ['sent', 'accepted', 'unknown']) {
      await expect(stage().db.attempt.create({ data: { ...row, id: fresh('second'), state } })).rejects.toThrow(
        'attempt_one_live',
      );
    }
  });

  it('that was accepted is not accepted again', async () => {
    const take = await queued();
    const attempt = await claimed(stage(), take);
    const job = { jobId: fresh('job'), nextAt: NOW, now: NOW };

    const outcomes = await Promise.all(times(8).map(() => stage().takes.accept(take, attempt, job)));

    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect((await stage().takes.load(take))?.attempt).toMatchObject({ state: 'accepted', jobId: job.jobId });
  });

  it('without an answer keeps its money held until somebody can tell', async () => {
    const take = await queued();
    const attempt = await claimed(stage(), take);

    const marked = await stage().takes.markUnknown(take, {
      from: ['submitting'],
      nextAt: later(30_000),
      detail: 'reset',
      now: NOW,
    });

    expect(marked).toBe(true);
    expect(await stage().takes.load(take)).toMatchObject({
      state: 'unknown',
      attempt: { id: attempt, state: 'unknown' },
    });
    expect(
      await stage().takes.claim({
        take,
        attempt: attemptId(fresh('again')),
        request: GENERATION,
        deadline: NOW,
        now: NOW,
      }),
    ).toBe('lost');
  });

  it('that was found after all goes on rendering', async () => {
    const take = await queued();
    const attempt = await claimed(stage(), take);
    await stage().takes.markUnknown(take, { from: ['submitting'], nextAt: NOW, detail: 'reset', now: NOW });

    expect(await stage().takes.accept(take, attempt, { jobId: fresh('job'), nextAt: NOW, now: NOW })).toBe(true);
    expect(await stage().takes.load(take)).toMatchObject({ state: 'rendering', tries: 0 });
  });

  it('that provably did not run may be made again, and its late answer is nobody’s', async () => {
    const take = await queued();
    const first = await claimed(stage(), take);
    const move = { nextAt: NOW, tries: 1, detail: 'refused before it was sent', now: NOW };
    expect(await stage().takes.markNotRun(take, move)).toBe(true);
    expect(await stage().takes.markNotRun(take, move)).toBe(false);
    const second = await claimed(stage(), take);

    const late = await stage().takes.accept(take, first, { jobId: fresh('job'), nextAt: NOW, now: NOW });

    expect(late).toBe(false);
    expect((await stage().takes.load(take))?.attempt).toMatchObject({ id: second, state: 'sent' });
  });

  it('of an unknown take is never said not to have run', async () => {
    const take = await queued();
    await claimed(stage(), take);
    await stage().takes.markUnknown(take, { from: ['submitting'], nextAt: NOW, detail: 'reset', now: NOW });

    expect(await stage().takes.markNotRun(take, { nextAt: NOW, tries: 1, detail: '', now: NOW })).toBe(false);
  });

  it('belongs to one take: another take can’t have the same job', async () => {
    const [one, other] = [await queued(), await queued()];
    const [a, b] = [await claimed(stage(), one), await claimed(stage(), other)];
    const job = { jobId: fresh('job'), nextAt: NOW, now: NOW };
    await stage().takes.accept(one, a, job);

    expect(await stage().takes.accept(other, b, job)).toBe(false);
    expect(await stage().takes.load(other)).toMatchObject({ state: 'submitting' });
  });
});

describe('the life of a take', () => {
  const MOVES: Readonly<Record<string, readonly string[]>> = {
    queued: ['submitting', 'canceled', 'failed', 'refused'],
    submitting: ['queued', 'rendering', 'unknown', 'failed', 'refused', 'canceled'],
    rendering: ['fetching', 'unknown', 'failed', 'refused', 'canceled'],
    unknown: ['rendering', 'fetching', 'failed', 'refused', 'canceled'],
    fetching: ['ready', 'unknown', 'failed'],
    ready: ['delivered', 'undeliverable'],
  };

  it('knows these moves and no others', async () => {
    const rows = await stage().db.$queryRaw<{ a: string; b: string; may: boolean }[]>`
      select a, b, take_may_move(a, b) as may from unnest(${[...TAKE_STATES]}::text[]) a, unnest(${[...TAKE_STATES]}::text[]) b`;

    const known = rows.filter(({ may }) => may).map(({ a, b }) => `${a} ${b}`);

    expect(rows).toHaveLength(TAKE_STATES.length ** 2);
    expect(known.sort()).toEqual(
      Object.entries(MOVES)
        .flatMap(([a, all]) => all.map((b) => `${a} ${b}`))
        .sort(),
    );
  });

  it('is not bent by an update past the functions', async () => {
    const take = await queued();
    await release(stage(), take);

    await expect(stage().db.take.update({ where: { id: take }, data: { state: 'queued' } })).rejects.toThrow(
      'may not go from',
    );
  });

  it('moves only from the states that were named, by one of many', async () => {
    const take = await queued();
    await rendering(stage(), take);
    const move = { from: ['rendering'], to: 'fetching', patch: {}, now: NOW } as const;

    const moved = await Promise.all(times(16).map(() => stage().takes.advance(take, move)));

    expect(moved.filter(Boolean)).toHaveLength(1);
  });

  it('keeps what a patch leaves out, and clears what it sets to null', async () => {
    const take = await queued();
    await rendering(stage(), take);
    const stay = { from: ['rendering'], to: 'rendering', now: NOW } as const;

    await stage().takes.advance(take, { ...stay, patch: { progress: 0.5, detail: 'half', cancelBy: personId('P') } });
    await stage().takes.advance(take, { ...stay, patch: { cancelBy: null, tries: 3, nextAt: later(9_000) } });

    const row = await stage().db.take.findUniqueOrThrow({ where: { id: take } });
    expect(row).toMatchObject({
      progress: 0.5,
      detail: 'half',
      cancelBy: null,
      tries: 3,
      nextAt: later(9_000),
      stateAt: NOW,
    });
  });

  it('ends with its cost, and nothing is due on it any more', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 5n);
    await ready(stage(), take, 4n);
    await send(stage(), `clip-${take}`);

    const row = await stage().db.take.findUniqueOrThrow({ where: { id: take } });
    expect(row).toMatchObject({ state: 'delivered', cost: 4n, bytes: 2n, nextAt: null });
    expect(await stage().takes.load(take)).toMatchObject({ attempt: null });
  });

  it('is not there for an id that nobody made', async () => {
    expect(await stage().takes.load(takeId('nobody'))).toBeNull();
  });
});

describe('what only grows', () => {
  it('are the ledger and the vote log', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 5n);
    await stage().db.voteEvent.create({
      data: {
        workspaceId: place.workspace,
        takeId: take,
        personId: 'Q',
        personKind: 'guest',
        emoji: 'eyes',
        op: 'add',
        orderKey: '1',
        source: 'live',
        eventKey: fresh('key'),
        at: NOW,
      },
    });

    await expect(
      stage().db.ledger.updateMany({ where: { reservationId: take }, data: { amount: 0n } }),
    ).rejects.toThrow('ledger only grows');
    await expect(stage().db.ledger.deleteMany({ where: { reservationId: take } })).rejects.toThrow('ledger only grows');
    await expect(stage().db.voteEvent.deleteMany({ where: { takeId: take } })).rejects.toThrow('vote_event only grows');
  });
});
