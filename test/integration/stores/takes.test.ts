import { afterEach, describe, expect, it } from 'vitest';
import { attemptId } from '../../../src/core/ids.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { claimed, GENERATION } from './moves.ts';
import { fresh, later, NOW, newPlace, queuedTake, times, withStage } from './stage.ts';

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
