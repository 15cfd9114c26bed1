import { isoWeek, readIsoWeek } from '../budget/period.ts';
import type { Line } from '../card/card.ts';
import { bold, code, line, quiet, toCard } from '../card/to-card.ts';
import { toSettingsJson } from '../channel/settings.ts';
import type { DigestCommand } from '../command/sub-command.ts';
import { isEmptyWeek } from '../digest/count-week.ts';
import { toEmptyCard } from '../digest/digest-card.ts';
import type { DigestSettings } from '../digest/digest-settings.ts';
import { drawDigest } from '../digest/draw-digest.ts';
import { loadWeek } from '../digest/load-week.ts';

import { nextSkipped } from '../digest/skipped-time.ts';
import { toHours, toRounded } from '../digest/words.ts';
import { drawWorkspaceDigest } from '../digest/workspace-digest.ts';
import { outboxId } from '../ids.ts';
import type { Asked } from '../studio/asked.ts';
import { isExternal } from '../studio/room.ts';
import type { Studio } from '../studio/studio.ts';
import { refuseNonOwner, seesMoney } from './owners.ts';
import { type SubAnswer, say, withCard } from './sub-answer.ts';

/** The digest: anybody of the team asks for one, budget owners set it. */
export async function runDigest(studio: Studio, asked: Asked, change: DigestCommand): Promise<SubAnswer> {
  switch (change.kind) {
    case 'show':
      return showSchedule(asked, studio.clock.now(), 'The digest of this channel');
    case 'now':
    case 'week':
      return postDigest(studio, asked, change);
    case 'workspace':
      return asked.isOwner ? showWorkspace(studio, asked) : refuseNonOwner(studio, asked, 'The workspace’s digest');
    default:
      return asked.isOwner ? changeDigest(studio, asked, change) : refuseNonOwner(studio, asked, 'Changing the digest');
  }
}

type Change = Exclude<DigestCommand, { kind: 'show' | 'now' | 'week' | 'workspace' }>;

async function changeDigest(studio: Studio, asked: Asked, change: Change): Promise<SubAnswer> {
  const now = studio.clock.now();
  const digest = { ...asked.settings.digest, ...toPatch(change, now) };
  const settings = { ...asked.settings, digest };
  await studio.directory.saveChannel(asked.workspace.id, asked.channel.id, { settings: toSettingsJson(settings) });
  return showSchedule({ ...asked, settings }, now, 'Saved. The digest of this channel is now');
}

/** What ought to have come before a new time was set is not sent after all. */
function toPatch(change: Change, now: Date): Partial<DigestSettings> {
  switch (change.kind) {
    case 'switch':
      return { on: change.on, since: now.getTime() };
    case 'weekly':
      return { on: true, weekday: change.weekday, hour: change.hour, minute: change.minute, since: now.getTime() };
    case 'people':
      return { people: change.on };
    case 'baseline':
      return { baseline: change.baseline };
  }
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function showSchedule({ settings }: Pick<Asked, 'settings'>, now: Date, title: string): SubAnswer {
  const { digest, timeZone } = settings;
  const time = `${String(digest.hour).padStart(2, '0')}:${String(digest.minute).padStart(2, '0')}`;
  const skipped = digest.on ? nextSkipped(digest, timeZone, now) : null;
  const { baseline } = digest;
  return withCard(
    toCard({
      tone: title.startsWith('Saved') ? 'good' : 'plain',
      title: [bold(title)],
      body: [
        line(
          digest.on
            ? `Every ${DAYS[digest.weekday - 1]} at ${time}, ${timeZone}, over the last week that is over then. A week in which nothing happened has none.`
            : 'Off. It can still be asked for.',
        ),
        ...(skipped === null
          ? []
          : [line(`On ${skipped.day} the clocks skip ${time} there; that week it comes at ${skipped.comesAt}.`)]),
        line(
          baseline === null
            ? 'No baseline is set, so it can’t say what was saved.'
            : `A shot took ${toHours(baseline.minutes)} and ${toRounded(baseline.cost)} before.`,
          digest.people ? ' It counts by person.' : ' It doesn’t count by person.',
        ),
        quiet(...HINT),
      ],
    }),
  );
}

const HINT: Line = [
  code('/previz digest now'),
  ' shows the running week; ',
  code('/previz digest weekly fri 16:00'),
  ' or ',
  code('off'),
  ' changes it.',
];

async function postDigest(
  studio: Studio,
  asked: Asked,
  wish: Extract<DigestCommand, { kind: 'now' | 'week' }>,
): Promise<SubAnswer> {
  if (!seesMoney(asked)) return say('warning', 'The digest shows money, which is for full members of the team.');
  const { settings, policy, envelope } = asked;
  const now = studio.clock.now();
  const running = isoWeek(now, settings.timeZone);
  const week = wish.kind === 'now' ? running : readIsoWeek(withYear(wish.week, running.key), settings.timeZone);
  if (week === null)
    return say(
      'warning',
      `There is no week ${wish.kind === 'week' ? wish.week : ''}. Write it like `,
      code(running.key),
      '.',
    );
  const place = { workspace: asked.workspace.id, channel: asked.channel.id, settings };
  const facts = await loadWeek(studio, place, week);
  if (facts === null) return say('warning', `Week ${week.key} has not begun yet; this is week ${running.key}.`);
  if (isEmptyWeek(facts.count)) return withCard(toEmptyCard(facts.span, facts.count.open));
  const card = await drawDigest(studio, facts, { place, channelName: null });
  // People from outside read along: it is shown to whoever asked, alone.
  if (await isExternal(studio, envelope.place, policy)) return withCard(card);
  const id = outboxId(`digest-asked-${envelope.id}`);
  await studio.outbox.write({ id, place: { ...envelope.place, thread: null }, person: null, card, now });
  await studio.queue.wake({ kind: 'send', outboxId: id });
  return { kind: 'shown' };
}

const withYear = (week: string, running: string): string =>
  /^W/i.test(week) ? `${running.slice(0, 4)}-W${week.slice(1).padStart(2, '0')}` : week;

async function showWorkspace(studio: Studio, asked: Asked): Promise<SubAnswer> {
  const week = isoWeek(studio.clock.now(), asked.workspace.timeZone);
  const card = await drawWorkspaceDigest(studio, asked.workspace, week);
  return card === null
    ? say('plain', 'Nothing was made, decided or billed in this workspace so far this week.')
    : withCard(card);
}
