import { expect, it } from 'vitest';
import { lookForDigests } from '../../../src/core/digest/look-for-digests.ts';
import { makeDigest } from '../../../src/core/digest/make-digest.ts';
import { type Place, withDigestRig } from './rig.ts';

const open = withDigestRig();

const of = ({ workspace, channel }: Place) => ({ kind: 'channel', workspace, channel }) as const;

it('tells a channel its week on Monday at nine, once', async () => {
  const rig = open();
  const place = await rig.newPlace();
  await rig.work(place, { at: '2026-11-21T12:00:00Z', dollars: 0.4 });

  rig.now = new Date('2026-11-23T08:59:59Z');
  await makeDigest(rig.studio, of(place));
  expect(await rig.studio.digests.find(of(place), '2026-W46')).toMatchObject({ state: 'empty' });
  expect(await rig.studio.digests.find(of(place), '2026-W47')).toBeNull();
  rig.now = new Date('2026-11-23T09:00:00Z');
  await lookForDigests(rig.studio, 'test');
  expect(rig.rung).toContainEqual({ kind: 'digest', of: of(place) });
  expect(await makeDigest(rig.studio, of(place))).toBe('made');
  expect(await makeDigest(rig.studio, of(place))).toBe('nothing');
  await rig.sendAll();

  const [card, ...more] = await rig.digests(place);
  expect(more).toEqual([]);
  expect(card?.text).toContain('Week 47 · Nov 16–22');
  expect(card?.text).toContain('$0.40 spent');
  expect(card?.body.find(({ kind }) => kind === 'image')).toMatchObject({
    alt: 'Spent by day: $0.40. Mon $0, Tue $0, Wed $0, Thu $0, Fri $0, Sat $0.40, Sun $0. Budget line: $1.67 a day keeps November’s $50.00. Takes: 1 made, 0 decided: approved 0, rejected 0, superseded 0, open 1.',
  });
});
