import { expect, it } from 'vitest';
import { readPolicy } from '../../../src/core/channel/policy.ts';
import { lookForDigests } from '../../../src/core/digest/look-for-digests.ts';
import { makeDigest, readPlace } from '../../../src/core/digest/make-digest.ts';
import { messageId, personId } from '../../../src/core/ids.ts';
import type { Asked } from '../../../src/core/studio/asked.ts';
import { runDigest } from '../../../src/core/sub/digest.ts';
import { type DigestRig, type Place, withDigestRig } from './rig.ts';

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

/** As if somebody of the team had typed it in the channel. */
async function askedIn({ studio }: DigestRig, place: Place, who: string): Promise<Asked> {
  const found = await studio.directory.loadChannel(place.workspace, place.channel);
  const person = await studio.directory.loadPerson(place.workspace, personId(who));
  if (found === null || person === null) throw new Error('nobody, or nowhere');
  const at = { platform: 'playground', ...place, thread: messageId('none') } as const;
  // Of the act a digest uses its place and its id.
  const envelope = { id: `act-${place.channel}`, place: at } as unknown as Asked['envelope'];
  const { place: here } = readPlace(found);
  return { envelope, ...found, person, policy: readPolicy({}), settings: here.settings, isOwner: person.isAdmin };
}

it.each([
  ['now', { kind: 'now' }, 'No take was made, decided or billed here so far this week; nothing waits for a vote.'],
  ['a week', { kind: 'week', week: '2026-W40' }, 'No take was made, decided or billed here in that week'],
  [
    'all channels',
    { kind: 'workspace', change: { kind: 'now' } },
    'Nothing was made, decided or billed in any channel in week 2026-W48.',
  ],
] as const)('says in a channel without takes that there is nothing to tell: %s', async (_, wish, words) => {
  const rig = open();
  const place = await rig.newPlace();

  const answer = await runDigest(rig.studio, await askedIn(rig, place, 'mira'), wish);

  expect(answer.kind === 'card' ? answer.card.text : answer.kind).toContain(words);
  await rig.sendAll();
  expect(await rig.digests(place)).toEqual([]);
});
