import { afterEach, describe, expect, it } from 'vitest';
import { personId, takeId } from '../../../src/core/ids.ts';
import { TAKE_STATES } from '../../../src/core/take/state.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { ready, release, rendering, send } from './moves.ts';
import { fresh, later, NOW, newPlace, queuedTake, times, withStage } from './stage.ts';

const stage = withStage();
afterEach(async () => expect(await checkInvariants(stage().url)).toEqual([]));

const queued = async () => queuedTake(stage(), await newPlace(stage()), 5n);

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

  it('that ended is not due, even where its last move forgot to say so', async () => {
    const take = await queued();
    const move = { from: ['queued'], to: 'canceled', patch: { nextAt: later(9) }, actor: null, now: NOW } as const;

    await stage().takes.resolve(take, { ...move, money: { kind: 'release' } });

    expect(await stage().db.take.findUniqueOrThrow({ where: { id: take } })).toMatchObject({ nextAt: null });
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
