import { afterEach, describe, expect, it } from 'vitest';
import { messageId, type OutboxId, outboxId, personId, shotId, type TakeId } from '../../../src/core/ids.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { CARD, ready, send } from './moves.ts';
import { fresh, later, NOW, newPlace, newShot, type Place, queuedTake, threadOf, times, withStage } from './stage.ts';

const stage = withStage();
afterEach(async () => expect(await checkInvariants(stage().url)).toEqual([]));

const LEASE_MS = 30_000;
const lease = (id: string, now = NOW) => stage().outbox.lease(outboxId(id), new Date(now.getTime() + LEASE_MS), now);

async function readyTake(place: Place): Promise<{ readonly take: TakeId; readonly shot: string }> {
  const shot = newShot();
  const take = await queuedTake(stage(), place, 5n, { shot });
  await ready(stage(), take, 5n);
  return { take, shot: shot.id };
}

const note = (place: Place, id: OutboxId, more: object = {}) =>
  stage().outbox.write({ id, place: threadOf(place), person: null, card: CARD, now: NOW, ...more });

describe('what a shot has to say still', () => {
  it('are cards and ready clips that were not sent', async () => {
    const { take, shot } = await readyTake(await newPlace(stage()));
    const unsent = () => stage().outbox.unsentOf(shotId(shot));
    expect(await unsent()).toEqual([`card-${take}`, `clip-${take}`]);

    await send(stage(), outboxId(`clip-${take}`));

    expect(await unsent()).toEqual([`card-${take}`]);
    expect(await stage().outbox.unsentOf(shotId('another'))).toEqual([]);
  });
});

describe('a message', () => {
  it('is sent by one of many processes at a time', async () => {
    const place = await newPlace(stage());
    const id = outboxId(fresh('note'));
    await note(place, id);

    const leases = await Promise.all(times(16).map(() => lease(id)));

    expect(leases.filter((leased) => leased !== null)).toHaveLength(1);
  });

  it('is taken over when the process that had it died', async () => {
    const place = await newPlace(stage());
    const id = outboxId(fresh('note'));
    await note(place, id);
    await lease(id);

    expect(await lease(id, later(LEASE_MS - 1))).toBeNull();
    expect(await lease(id, later(LEASE_MS))).toMatchObject({ kind: 'leased', message: { tries: 2 } });
  });

  it('that is written twice is one, and says what the first one said', async () => {
    const place = await newPlace(stage());
    const id = outboxId(fresh('note'));

    await note(place, id);
    await note(place, id, { card: { ...CARD, text: 'other' } });

    expect(await lease(id)).toMatchObject({ message: { card: CARD, kind: 'note', person: null } });
  });

  it('for one person names the person', async () => {
    const place = await newPlace(stage());
    const id = outboxId(fresh('private'));
    await note(place, id, { person: personId('P') });

    expect(await lease(id)).toMatchObject({ message: { kind: 'private', person: 'P', platform: 'slack' } });
  });

  it('brings the times in its card back as times', async () => {
    const place = await newPlace(stage());
    const id = outboxId(fresh('note'));
    await note(place, id);

    const leased = await lease(id);

    expect(leased?.kind === 'leased' && leased.message.card).toEqual(CARD);
  });

  it('is not sent again once it was', async () => {
    const place = await newPlace(stage());
    const id = outboxId(fresh('note'));
    await note(place, id);
    await send(stage(), id);

    expect(await lease(id, later(86_400_000))).toBeNull();
  });

  it('that was postponed is early until then', async () => {
    const place = await newPlace(stage());
    const id = outboxId(fresh('note'));
    await note(place, id);
    await lease(id);

    await stage().outbox.postpone(id, later(5_000), 'rate limited');

    expect(await lease(id, later(4_999))).toEqual({ kind: 'early', at: later(5_000) });
    expect(await lease(id, later(5_000))).toMatchObject({ kind: 'leased', message: { tries: 2 } });
  });
});

describe('the messages of a take', () => {
  it('are there from the transaction that made it', async () => {
    const place = await newPlace(stage());
    const shot = newShot();
    const take = await queuedTake(stage(), place, 5n, { shot });

    expect(await lease(`shot-${shot.id}`)).toMatchObject({
      message: { kind: 'shot', shotId: shot.id, takeId: null, thread: null },
    });
    expect(await lease(`card-${take}`)).toMatchObject({ message: { kind: 'card', takeId: take, thread: null } });
    expect(await lease(`clip-${take}`)).toBeNull();
  });

  it('go to the thread that the root opened', async () => {
    const place = await newPlace(stage());
    const { take, shot } = await readyTake(place);

    await send(stage(), `shot-${shot}`, 'T1');

    expect(await lease(`card-${take}`)).toMatchObject({ message: { thread: 'T1' } });
    expect(await lease(`clip-${take}`)).toMatchObject({ message: { thread: 'T1' } });
    const id = outboxId(fresh('note'));
    await note(place, id, { takeId: take });
    expect(await lease(id)).toMatchObject({ message: { thread: 'T1' } });
  });

  it('are sent again when they changed while they were sent', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 5n);
    const id = outboxId(`card-${take}`);
    const first = await lease(id);
    const rev = first?.kind === 'leased' ? first.message.rev : 0;

    await stage().takes.advance(take, { from: ['queued'], to: 'queued', patch: { progress: 0.1 }, now: NOW });
    await stage().outbox.sent(id, { rev, message: messageId('m1'), thread: null, nextAt: later(1_000), now: NOW });

    expect(await lease(id)).toEqual({ kind: 'early', at: later(1_000) });
    expect(await lease(id, later(1_000))).toMatchObject({ message: { rev: rev + 1, message: 'm1', tries: 1 } });
  });

  it('stay quiet while only the clockwork of the take changes', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 5n);
    await send(stage(), `card-${take}`);

    await stage().takes.advance(take, {
      from: ['queued'],
      to: 'queued',
      patch: { tries: 1, nextAt: later(9) },
      now: NOW,
    });

    expect(await lease(`card-${take}`)).toBeNull();
  });

  it('make it delivered with the clip’s first message, once', async () => {
    const place = await newPlace(stage());
    const { take } = await readyTake(place);
    const leased = await lease(`clip-${take}`);
    const rev = leased?.kind === 'leased' ? leased.message.rev : 0;
    const sent = { rev, message: messageId('m1'), thread: null, nextAt: NOW, now: NOW };

    await stage().outbox.sent(outboxId(`clip-${take}`), sent);
    await stage().outbox.sent(outboxId(`clip-${take}`), { ...sent, message: messageId('m2') });

    expect(await stage().takes.load(take)).toMatchObject({ state: 'delivered' });
    expect(await stage().outbox.locate(place.workspace, place.channel, messageId('m1'))).toEqual({
      kind: 'clip',
      takeId: take,
      shotId: null,
    });
    expect(await stage().outbox.locate(place.workspace, place.channel, messageId('m2'))).toBe('expected');
  });

  it('make it undeliverable when its clip is given up', async () => {
    const place = await newPlace(stage());
    const { take } = await readyTake(place);
    await lease(`clip-${take}`);

    await stage().outbox.giveUp(outboxId(`clip-${take}`), 'channel_archived', NOW);

    expect(await stage().takes.load(take)).toMatchObject({ state: 'undeliverable' });
    expect(await lease(`clip-${take}`, later(86_400_000))).toBeNull();
  });

  it('leave it as it is when a card is given up', async () => {
    const place = await newPlace(stage());
    const take = await queuedTake(stage(), place, 5n);

    await stage().outbox.giveUp(outboxId(`card-${take}`), 'channel_archived', NOW);

    expect(await stage().takes.load(take)).toMatchObject({ state: 'queued' });
  });

  it('have one more clip for each time that somebody asked for it', async () => {
    const place = await newPlace(stage());
    const { take } = await readyTake(place);
    await send(stage(), `clip-${take}`);
    const [again, foreign] = [outboxId(fresh('show')), outboxId(fresh('show'))];

    await stage().outbox.deliverAgain(again, take, threadOf(place, 'T9'), NOW);
    await stage().outbox.deliverAgain(again, take, threadOf(place, 'T9'), NOW);
    await stage().outbox.deliverAgain(foreign, take, threadOf(await newPlace(stage())), NOW);

    expect(await lease(again)).toMatchObject({ message: { kind: 'clip', takeId: take, thread: 'T9' } });
    expect(await lease(foreign)).toBeNull();
    await stage().outbox.giveUp(again, 'channel_archived', NOW);
    expect(await stage().takes.load(take)).toMatchObject({ state: 'delivered' });
  });

  it('leave it ready while its own clip can still be sent, though another post of it can’t', async () => {
    const place = await newPlace(stage());
    const { take } = await readyTake(place);
    const again = outboxId(fresh('show'));
    await stage().outbox.deliverAgain(again, take, threadOf(place), NOW);

    await stage().outbox.giveUp(again, 'channel_archived', NOW);

    expect(await stage().takes.load(take)).toMatchObject({ state: 'ready' });
  });

  it('all say the new slug of a shot that was renamed', async () => {
    const place = await newPlace(stage());
    const { take, shot } = await readyTake(place);
    const rows = [`shot-${shot}`, `card-${take}`, `clip-${take}`];
    for (const row of rows) await send(stage(), row);
    const before = await stage().db.outbox.findMany({ where: { id: { in: rows } }, orderBy: { id: 'asc' } });

    const { shotId } = await stage()
      .show.loadTake(place.workspace, take)
      .then((view) => view ?? Promise.reject(new Error('no take')));
    expect(await stage().show.rename(place.workspace, shotId, fresh('SH'))).toBe('renamed');

    const afterwards = await stage().db.outbox.findMany({ where: { id: { in: rows } }, orderBy: { id: 'asc' } });
    expect(afterwards.map(({ wantedRev }) => wantedRev)).toEqual(before.map(({ wantedRev }) => wantedRev + 1));
  });

  it('are looked for in their own workspace and channel only', async () => {
    const [place, other] = [await newPlace(stage()), await newPlace(stage())];
    const take = await queuedTake(stage(), place, 5n);
    await send(stage(), `card-${take}`);
    const message = messageId(`m-card-${take}`);

    expect(await stage().outbox.locate(place.workspace, place.channel, message)).toMatchObject({ takeId: take });
    expect(await stage().outbox.locate(other.workspace, place.channel, message)).toBeNull();
  });
});
