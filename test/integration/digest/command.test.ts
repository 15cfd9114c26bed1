import { describe, expect, it } from 'vitest';
import type { Terminal } from '../../../src/app/cli.ts';
import { tellWeek } from '../../../src/app/commands/digest.ts';
import type { Room, Roster } from '../../../src/core/ports/roster.ts';
import { type DigestRig, type Place, withDigestRig } from './rig.ts';

const open = withDigestRig();

async function typed(rig: DigestRig, { workspace, channel }: Place, options: { week?: string } = {}) {
  const said: string[] = [];
  const terminal = { out: (text: string) => void said.push(text) } as Terminal;
  await tellWeek(rig.studio, { channel, workspace, output: '.', ...options }, terminal);
  await rig.sendAll();
  return said.join('');
}

const withRoom = (rig: DigestRig, room: Room): DigestRig => {
  const roster = { room: async () => room } as unknown as Roster;
  return { ...rig, studio: { ...rig.studio, rosters: new Map([['playground', roster] as const]) } };
};

describe.each([
  ['now', '2026-11-23T08:00:00Z'],
  ['2026-W47', '2026-11-20T10:00:00Z'],
])('previz digest --week %s', (week, at) => {
  it.each<[string, boolean | null, Room]>([
    ['the policy says that people from outside read along', true, { kind: 'open', hasOutsiders: false }],
    ['the platform says so', null, { kind: 'open', hasOutsiders: true }],
    ['the bot may not see who is there', null, { kind: 'closed', why: 'missing-permission' }],
  ])('tells the budget owners alone where %s', async (_, external, room) => {
    const rig = withRoom(open(), room);
    const place = await rig.newPlace({ policy: { external } });
    await rig.work(place, { at, dollars: 0.4 });

    const said = await typed(rig, place, { week });

    expect(said).toContain('is on its way');
    expect(await rig.digests(place, 'jonas')).toEqual([]);
    const [card, ...more] = await rig.digests(place, 'mira');
    expect(card?.text).toMatch(/^#spot-coffee · Week \d+/);
    expect(card?.lasting).toBe(true);
    expect(more).toEqual([]);
  });

  it('knows a channel by its name, and a week without its year', async () => {
    const rig = open();
    const place = await rig.newPlace();
    await rig.studio.directory.saveChannel(place.workspace, place.channel, { name: `tea-${place.channel}` });
    await rig.work(place, { at, dollars: 0.4 });

    const named = { ...place, channel: `#tea-${place.channel}` as Place['channel'] };
    const said = await typed(rig, named, { week: week.replace('2026-', '').toLowerCase() });

    expect(said).toContain(`of #tea-${place.channel} is on its way`);
    expect(await rig.digests(place, 'jonas')).toHaveLength(1);
  });

  it('tells the channel where nobody from outside reads along', async () => {
    const rig = open();
    const place = await rig.newPlace();
    await rig.work(place, { at, dollars: 0.4 });

    await typed(rig, place, { week });

    expect(await rig.digests(place, 'jonas')).toHaveLength(1);
  });
});
