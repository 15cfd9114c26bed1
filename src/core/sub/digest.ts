import { bold, code, line, quiet, toCard } from '../card/to-card.ts';
import { toSettingsJson } from '../channel/settings.ts';
import type { DigestCommand } from '../command/sub-command.ts';
import { isEmptyWeek } from '../digest/count-week.ts';
import { toEmptyCard } from '../digest/digest-card.ts';
import type { Baseline, DigestSettings } from '../digest/digest-settings.ts';
import { drawDigest } from '../digest/draw-digest.ts';
import { loadWeek } from '../digest/load-week.ts';
import { toHours, toRounded } from '../digest/words.ts';
import { outboxId } from '../ids.ts';
import type { Asked } from '../studio/asked.ts';
import { isExternal } from '../studio/room.ts';
import { seesMoney } from '../studio/sees-money.ts';
import type { Studio } from '../studio/studio.ts';
import { readWish, sayNotYet, sayNoWeek, scheduleLines, toSchedulePatch, troubleLines } from './digest-schedule.ts';
import { refuseNonOwner } from './owners.ts';
import { type SubAnswer, say, withCard } from './sub-answer.ts';
import { runWorkspaceDigest } from './workspace-digest.ts';

/** The digest: anybody of the team asks for one, budget owners set it. */
export async function runDigest(studio: Studio, asked: Asked, change: DigestCommand): Promise<SubAnswer> {
  switch (change.kind) {
    case 'show':
      return showSchedule(studio, asked, 'The digest of this channel');
    case 'now':
    case 'week':
      return postDigest(studio, asked, change);
    case 'workspace':
      return asked.isOwner
        ? runWorkspaceDigest(studio, asked, change.change)
        : refuseNonOwner(studio, asked, 'The workspace’s digest');
    default:
      return asked.isOwner ? changeDigest(studio, asked, change) : refuseNonOwner(studio, asked, 'Changing the digest');
  }
}

type Change = Exclude<DigestCommand, { kind: 'show' | 'now' | 'week' | 'workspace' }>;

async function changeDigest(studio: Studio, asked: Asked, change: Change): Promise<SubAnswer> {
  const { digest } = asked.settings;
  if (change.kind === 'baseline' && change.baseline !== null && digest.baseline !== null)
    return refuseBaseline(digest.baseline);
  const settings = { ...asked.settings, digest: { ...digest, ...toPatch(change, studio.clock.now()) } };
  await studio.directory.saveChannel(asked.workspace.id, asked.channel.id, {
    settings: toSettingsJson(settings),
    onto: asked.channel.changes,
  });
  return showSchedule(studio, { ...asked, settings }, 'Saved. The digest of this channel is now');
}

/** Set once: what is counted against it would change behind everybody's back. Taking it back first is said on purpose. */
const refuseBaseline = (set: Baseline): SubAnswer =>
  say(
    'warning',
    `The baseline is set once, and it is set: ${baselineWords(set)} a shot. What was saved is counted against it. To set another one, take it back first: `,
    code('/previz digest baseline off'),
    '.',
  );

const baselineWords = ({ minutes, cost }: Baseline): string => `${toHours(minutes)} and ${toRounded(cost)}`;

/** What ought to have come before a new time was set is not sent after all. */
function toPatch(change: Change, now: Date): Partial<DigestSettings> {
  switch (change.kind) {
    case 'switch':
    case 'weekly':
      return toSchedulePatch(change, now);
    case 'people':
      return { people: change.on };
    case 'baseline':
      return { baseline: change.baseline };
  }
}

async function showSchedule(studio: Studio, asked: Asked, title: string): Promise<SubAnswer> {
  const { digest, timeZone } = asked.settings;
  const { baseline } = digest;
  const of = { kind: 'channel', workspace: asked.workspace.id, channel: asked.channel.id } as const;
  return withCard(
    toCard({
      tone: title.startsWith('Saved') ? 'good' : 'plain',
      title: [bold(title)],
      body: [
        ...scheduleLines(digest, timeZone, studio.clock.now()),
        ...(await troubleLines(studio, of)),
        line(
          baseline === null
            ? 'No baseline is set, so it can’t say what was saved.'
            : `A shot took ${baselineWords(baseline)} before.`,
          digest.people ? ' It counts by person.' : ' It doesn’t count by person.',
        ),
        quiet(
          code('/previz digest now'),
          ' shows the running week; ',
          code('/previz digest weekly fri 16:00'),
          ' or ',
          code('off'),
          ' changes it.',
        ),
      ],
    }),
  );
}

async function postDigest(
  studio: Studio,
  asked: Asked,
  wish: Extract<DigestCommand, { kind: 'now' | 'week' }>,
): Promise<SubAnswer> {
  if (!seesMoney(asked)) return say('warning', 'The digest shows money, which is for full members of the team.');
  const { settings, policy, envelope } = asked;
  const now = studio.clock.now();
  const { week, running } = readWish(wish, now, settings.timeZone);
  if (week === null) return sayNoWeek(wish, running);
  const place = { workspace: asked.workspace.id, channel: asked.channel.id, settings };
  const facts = await loadWeek(studio, place, week);
  if (facts === null) return sayNotYet(week, running);
  if (isEmptyWeek(facts.count)) return withCard(toEmptyCard(facts.span, facts.count.open));
  const card = await drawDigest(studio, facts, { place, channelName: null });
  // People from outside read along: it is shown to whoever asked, alone.
  if (await isExternal(studio, envelope.place, policy)) return withCard(card);
  const id = outboxId(`digest-asked-${envelope.id}`);
  await studio.outbox.write({ id, place: { ...envelope.place, thread: null }, person: null, card, now });
  await studio.queue.wake({ kind: 'send', outboxId: id });
  return { kind: 'shown' };
}
