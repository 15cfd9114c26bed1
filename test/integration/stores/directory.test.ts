import { describe, expect, it } from 'vitest';
import { channelId, personId, workspaceId } from '../../../src/core/ids.ts';
import type { Directory } from '../../../src/core/ports/directory.ts';
import { fresh, later, NOW, times, withStage } from './stage.ts';

const stage = withStage();

type Met = Parameters<Directory['meet']>[0];
const met = (more: Partial<Met> = {}, actor: Partial<Met['actor']> = {}): Met => ({
  platform: 'slack',
  workspace: workspaceId(fresh('W')),
  channel: channelId('C'),
  actor: { id: personId('P'), name: 'Ana', kind: 'member', isAdmin: false, timeZone: null, ...actor },
  now: NOW,
  ...more,
});

describe('the directory', () => {
  it('remembers who and where at the first meeting', async () => {
    const first = met();

    const known = await stage().directory.meet(first);

    expect(known).toEqual({
      workspace: { id: first.workspace, platform: 'slack', timeZone: 'UTC', settings: {}, stoppedAt: null, changes: 0 },
      channel: { workspace: first.workspace, id: 'C', name: '', timeZone: null, policy: {}, settings: {}, changes: 0 },
      person: { id: 'P', name: 'Ana', kind: 'member', isAdmin: false, timeZone: null },
    });
  });

  it('meets many at once for the first time', async () => {
    const workspace = workspaceId(fresh('W'));

    await Promise.all(
      times(24).map((i) =>
        stage().directory.meet(met({ workspace, channel: channelId(`C${i % 3}`) }, { id: personId(`P${i % 5}`) })),
      ),
    );

    expect((await stage().directory.loadPeople(workspace)).map(({ id }) => id)).toEqual(['P0', 'P1', 'P2', 'P3', 'P4']);
  });

  it('learns what changed about a person, and keeps what an act does not say', async () => {
    const first = met({}, { timeZone: 'Europe/Berlin', isAdmin: true });
    await stage().directory.meet(first);

    const { person } = await stage().directory.meet({
      ...first,
      actor: { ...first.actor, name: '', timeZone: null, kind: 'guest', isAdmin: false },
    });

    expect(person).toEqual({ id: 'P', name: 'Ana', kind: 'guest', isAdmin: false, timeZone: 'Europe/Berlin' });
    expect(await stage().directory.loadPerson(first.workspace, personId('P'))).toEqual(person);
  });

  it('writes nothing of somebody who was seen within the hour', async () => {
    const first = met();
    await stage().directory.meet(first);
    const seenAt = async () =>
      (await stage().db.person.findFirstOrThrow({ where: { workspaceId: first.workspace } })).seenAt;

    await stage().directory.meet({ ...first, now: later(3_600_000) });
    expect(await seenAt()).toEqual(NOW);
    await stage().directory.meet({ ...first, now: later(3_600_001) });
    expect(await seenAt()).toEqual(later(3_600_001));
  });

  it('takes the zone of the first person whose zone is known, and of no bot', async () => {
    const first = met({}, { kind: 'bot', timeZone: 'Asia/Tokyo' });
    expect((await stage().directory.meet(first)).channel.timeZone).toBeNull();

    const second = await stage().directory.meet({
      ...first,
      actor: { ...first.actor, id: personId('Q'), kind: 'member', timeZone: 'Europe/Kyiv' },
    });
    const third = await stage().directory.meet({
      ...first,
      actor: { ...first.actor, id: personId('R'), kind: 'member', timeZone: 'Europe/Berlin' },
    });

    expect([second.channel.timeZone, third.channel.timeZone]).toEqual(['Europe/Kyiv', 'Europe/Kyiv']);
    expect(third.workspace.timeZone).toBe('UTC');
    const fresher = met({}, { timeZone: 'Europe/Berlin' });
    expect((await stage().directory.meet(fresher)).workspace.timeZone).toBe('Europe/Berlin');
  });

  it('saves a channel piece by piece', async () => {
    const { workspace, channel, ...rest } = met();
    await stage().directory.meet({ workspace, channel, ...rest });

    await stage().directory.saveChannel(workspace, channel, { policy: { strict: true } });
    await stage().directory.saveChannel(workspace, channel, {
      settings: { timeZone: 'UTC' },
      name: 'general',
      timeZone: 'Europe/Berlin',
    });
    await stage().directory.saveChannel(workspace, channel, {});

    expect((await stage().directory.loadChannel(workspace, channel))?.channel).toEqual({
      ...{ workspace, id: channel, name: 'general', timeZone: 'Europe/Berlin' },
      ...{ policy: { strict: true }, settings: { timeZone: 'UTC' }, changes: 2 },
    });
  });

  it('knows nobody and no channel of another workspace', async () => {
    const first = met();
    await stage().directory.meet(first);
    const elsewhere = workspaceId(fresh('W'));

    expect(await stage().directory.loadChannel(elsewhere, first.channel)).toBeNull();
    expect(await stage().directory.loadPerson(elsewhere, first.actor.id)).toBeNull();
    expect(await stage().directory.loadPeople(elsewhere)).toEqual([]);
  });
});
