import { afterEach, describe, expect, it } from 'vitest';
import { personId, type TakeId } from '../../../src/core/ids.ts';
import type { VoteStore } from '../../../src/core/ports/vote-store.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { approved, OPEN, save, shotWith } from './polls.ts';
import { fresh, later, NOW, newPlace, type Place, times, withStage } from './stage.ts';

const stage = withStage();
afterEach(async () => expect(await checkInvariants(stage().url)).toEqual([]));

type Logged = Parameters<VoteStore['append']>[0][number];

const vote = (place: Place, take: TakeId, more: Partial<Logged> = {}): Logged => ({
  workspace: place.workspace,
  take,
  person: personId('Q'),
  personKind: 'member',
  emoji: 'white_check_mark',
  vote: 'approve',
  op: 'add',
  orderKey: '1',
  source: 'live',
  at: NOW,
  eventKey: fresh('event'),
  ...more,
});

describe('the vote log', () => {
  it('keeps each event once, in the order in which they came', async () => {
    const {
      place,
      takes: [take = '' as never],
    } = await shotWith(stage(), 1);
    const events = times(12).map((i) =>
      vote(place, take, { eventKey: `${take}-${(i * 7) % 12}`, orderKey: String(i) }),
    );

    expect(await stage().votes.append(events)).toBe(12);
    expect(await stage().votes.append([...events, ...events.slice(0, 3)].slice(9))).toBe(0);
    expect(await stage().votes.append([])).toBe(0);

    const poll = await stage().votes.loadPoll(take);
    expect(poll?.events.map(({ orderKey }) => orderKey)).toEqual(times(12).map(String));
    await countAll(take);
  });

  it('gives back what was logged', async () => {
    const {
      place,
      takes: [take = '' as never],
    } = await shotWith(stage(), 1);
    const {
      workspace: _,
      eventKey: __,
      ...logged
    } = vote(place, take, {
      person: personId('G'),
      personKind: 'guest',
      vote: null,
      op: 'remove',
      source: 'reconcile',
    });
    await stage().votes.append([{ ...logged, workspace: place.workspace, eventKey: fresh('event') }]);

    const poll = await stage().votes.loadPoll(take);

    expect(poll).toMatchObject({
      take,
      workspace: place.workspace,
      channel: place.channel,
      requester: place.person,
      platform: 'slack',
      tier: null,
      decision: OPEN,
      rev: 0,
    });
    expect(poll?.events).toEqual([{ ...logged, message: null, seq: expect.any(BigInt) }]);
  });

  it('takes nothing that names a take of another workspace', async () => {
    const {
      takes: [take = '' as never],
    } = await shotWith(stage(), 1);
    const other = await newPlace(stage());

    expect(await stage().votes.append([vote(other, take)])).toBe(0);
  });

  it('is written by many at once without a deadlock', async () => {
    const {
      place,
      takes: [take = '' as never],
    } = await shotWith(stage(), 1);
    const events = times(30).map((i) => vote(place, take, { eventKey: `${take}-${i}`, vote: null }));

    const added = await Promise.all(
      times(12).map((i) => stage().votes.append(i % 2 === 0 ? events : events.toReversed())),
    );

    expect(added.reduce((sum, one) => sum + one, 0)).toBe(30);
  });
});

/** Ballots as the log says them, so that the check after the test finds them right. */
async function countAll(take: TakeId) {
  const poll = await stage().votes.loadPoll(take);
  const last = poll?.events.at(-1);
  if (last === undefined) return;
  const ballot = { person: last.person, vote: 'approve', source: last.source, counted: true, at: last.at } as const;
  await save(stage(), take, OPEN, { ballots: [ballot] });
}

describe('a count', () => {
  it('is saved by one of those that began with the same', async () => {
    const {
      takes: [take = '' as never],
    } = await shotWith(stage(), 1);
    const poll = await stage().votes.loadPoll(take);
    const count = {
      take,
      rev: poll?.rev ?? -1,
      ballots: [],
      decision: approved(),
      disposition: null,
      actor: null,
      now: NOW,
    };

    const outcomes = await Promise.all(times(12).map(() => stage().votes.save(count)));

    expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'stale')).toHaveLength(11);
  });

  it('replaces all ballots, and shows on the card', async () => {
    const {
      place,
      takes: [take = '' as never],
    } = await shotWith(stage(), 1);
    await stage().votes.append([vote(place, take)]);
    const ballot = { person: personId('Q'), vote: 'approve', source: 'live', counted: true, at: NOW } as const;
    await save(stage(), take, OPEN, { ballots: [{ ...ballot, person: personId('R') }, ballot] });

    await save(stage(), take, approved(), { ballots: [ballot], disposition: 'boarded' });

    const view = await stage().show.loadTake(place.workspace, take);
    expect(view).toMatchObject({
      ballots: [{ person: 'Q', vote: 'approve', counted: true }],
      decision: approved(),
      disposition: 'boarded',
    });
  });

  it('logs a decision when it changes, and when it becomes final', async () => {
    const {
      takes: [take = '' as never],
    } = await shotWith(stage(), 1);
    await save(stage(), take, OPEN);
    await save(stage(), take, approved());
    await save(stage(), take, approved());
    await save(stage(), take, approved(later(600_000)), { actor: personId('Q') });

    const events = await stage().db.decisionEvent.findMany({ where: { takeId: take }, orderBy: { id: 'asc' } });

    expect(events.map(({ fromState, toState, final, actor }) => [fromState, toState, final, actor])).toEqual([
      ['open', 'approved', false, null],
      ['approved', 'approved', true, 'Q'],
    ]);
  });
});
