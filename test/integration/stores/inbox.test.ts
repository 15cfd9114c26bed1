import { describe, expect, it } from 'vitest';
import { actId } from '../../../src/core/ids.ts';
import { newAct } from './moves.ts';
import { fresh, later, NOW, newPlace, times, withStage } from './stage.ts';

const stage = withStage();
const REACTION = { kind: 'reaction', message: 'm1', emoji: 'x', op: 'add', orderKey: '1' } as never;

describe('an inbound act', () => {
  it('is recorded once, however often it is delivered', async () => {
    const place = await newPlace(stage());
    const delivery = fresh('delivery');

    const outcomes = await Promise.all(
      times(8).map(() => stage().inbox.record(newAct(place, { kind: 'command', text: 'cabin' }, { delivery }))),
    );

    expect(outcomes.filter((outcome) => outcome === 'recorded')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'known')).toHaveLength(7);
  });

  it('that comes as two events is one by its domain key', async () => {
    const place = await newPlace(stage());
    const domain = fresh('mention');

    expect(await stage().inbox.record(newAct(place, { kind: 'mention', text: 'wider' }, { domain }))).toBe('recorded');
    expect(await stage().inbox.record(newAct(place, { kind: 'mention', text: 'wider' }, { domain }))).toBe('known');
  });

  it('without a domain key is known by its delivery alone', async () => {
    const place = await newPlace(stage());

    expect(await stage().inbox.record(newAct(place, REACTION))).toBe('recorded');
    expect(await stage().inbox.record(newAct(place, REACTION))).toBe('recorded');
  });

  it('is loaded as it was recorded, until and after it is done', async () => {
    const act = newAct(await newPlace(stage()), { kind: 'command', text: '“cabin” — dusk 🌘' });
    await stage().inbox.record(act);

    expect(await stage().inbox.load(act.id)).toEqual({ act, done: false });
    await stage().inbox.finish(act.id, NOW);
    await stage().inbox.finish(act.id, later(1));

    expect(await stage().inbox.load(act.id)).toEqual({ act, done: true });
    expect((await stage().db.act.findUniqueOrThrow({ where: { id: act.id } })).doneAt).toEqual(NOW);
    expect(await stage().inbox.load(actId('nobody'))).toBeNull();
  });

  it('is due, oldest first, until it is done', async () => {
    const place = await newPlace(stage());
    const acts = times(3).map((i) => ({ ...newAct(place, REACTION), at: new Date(Date.UTC(2001, 0, 3 - i)) }));
    for (const act of acts) await stage().inbox.record(act);
    const ids = acts.map(({ id }) => id);

    expect(await stage().inbox.due(new Date(Date.UTC(2001, 0, 3)), 10)).toEqual([ids[2], ids[1]]);
    expect(await stage().inbox.due(new Date(Date.UTC(2001, 0, 4)), 1)).toEqual([ids[2]]);
    for (const id of ids) await stage().inbox.finish(id, NOW);
    expect(await stage().inbox.due(new Date(Date.UTC(2001, 0, 4)), 10)).toEqual([]);
  });
});
