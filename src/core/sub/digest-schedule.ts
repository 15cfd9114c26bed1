import { type IsoWeek, isoWeek, readIsoWeek } from '../budget/period.ts';
import type { Block } from '../card/card.ts';
import { code, line } from '../card/to-card.ts';
import type { DigestCommand } from '../command/sub-command.ts';
import type { DigestSettings } from '../digest/digest-settings.ts';
import { nextSkipped } from '../digest/skipped-time.ts';
import type { DigestOf } from '../ports/digest-store.ts';
import type { Studio } from '../studio/studio.ts';
import { type SubAnswer, say } from './sub-answer.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** When a digest comes, a channel's or the workspace's, in words. */
export function scheduleLines(digest: DigestSettings, zone: string, now: Date): readonly Block[] {
  if (!digest.on) return [line('Off. It can still be asked for.')];
  const time = `${String(digest.hour).padStart(2, '0')}:${String(digest.minute).padStart(2, '0')}`;
  const skipped = nextSkipped(digest, zone, now);
  return [
    line(
      `Every ${DAYS[digest.weekday - 1]} at ${time}, ${zone}, over the last week that is over then. A week in which nothing happened has none.`,
    ),
    ...(skipped === null
      ? []
      : [line(`On ${skipped.day} the clocks skip ${time} there; that week it comes at ${skipped.comesAt}.`)]),
  ];
}

/** Why the newest digest did not arrive, where it didn't. */
export async function troubleLines({ digests }: Pick<Studio, 'digests'>, of: DigestOf): Promise<readonly Block[]> {
  const trouble = await digests.findTrouble(of);
  return trouble === null
    ? []
    : [line(`The one of week ${trouble.period} did not arrive, and is not sent again: ${trouble.why}`)];
}

/** What ought to have come before a new time was set is not sent after all. */
export function toSchedulePatch(
  change: Extract<DigestCommand, { kind: 'switch' | 'weekly' }>,
  now: Date,
): Partial<DigestSettings> {
  const since = now.getTime();
  if (change.kind === 'switch') return { on: change.on, since };
  return { on: true, weekday: change.weekday, hour: change.hour, minute: change.minute, since };
}

type Wish = Extract<DigestCommand, { kind: 'now' | 'week' }>;

/** The week that somebody asked for, and the running one; null where the calendar has no such week. */
export function readWish(
  wish: Wish,
  now: Date,
  zone: string,
): { readonly week: IsoWeek | null; readonly running: IsoWeek } {
  const running = isoWeek(now, zone);
  return { running, week: wish.kind === 'now' ? running : readIsoWeek(withYear(wish.week, running.key), zone) };
}

const withYear = (week: string, running: string): string =>
  /^W/i.test(week) ? `${running.slice(0, 4)}-W${week.slice(1).padStart(2, '0')}` : week;

export const sayNoWeek = (wish: Wish, running: IsoWeek): SubAnswer =>
  say('warning', `There is no week ${wish.kind === 'week' ? wish.week : ''}. Write it like `, code(running.key), '.');

export const sayNotYet = (week: IsoWeek, running: IsoWeek): SubAnswer =>
  say('warning', `Week ${week.key} has not begun yet; this is week ${running.key}.`);
