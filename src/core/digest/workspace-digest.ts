import type { IsoWeek } from '../budget/period.ts';
import type { Block, Card } from '../card/card.ts';
import { bold, line, quiet, toCard } from '../card/to-card.ts';
import type { ChannelId } from '../ids.ts';
import { type Micros, sumMicros } from '../money/micros.ts';
import type { WorkspaceRecord } from '../ports/directory.ts';
import type { Studio } from '../studio/studio.ts';
import type { DigestSpan } from './facts.ts';
import { spanOf, toWeekWords } from './span.ts';
import { counted, perUnit, toRounded } from './words.ts';

/** One channel's part of a workspace's week. */
export interface ChannelShare {
  readonly channel: ChannelId;
  readonly name: string;
  readonly spent: Micros;
  readonly made: number;
  readonly approved: number;
  readonly rejected: number;
  readonly superseded: number;
  readonly open: number;
  /** Of the approved takes that cost something. */
  readonly approvedCost: Micros;
  readonly approvedSeconds: number;
}

/** More rows than this are a wall; the rest is added up. */
const MAX_ROWS = 8;

/** The channels of a workspace in which something happened, most spent first; null for a week that has not begun. */
export async function loadWorkspaceWeek(
  studio: Pick<Studio, 'digests' | 'clock'>,
  workspace: Pick<WorkspaceRecord, 'id' | 'timeZone'>,
  week: IsoWeek,
): Promise<{ readonly span: DigestSpan; readonly shares: readonly ChannelShare[] } | null> {
  const span = spanOf(week, studio.clock.now(), workspace.timeZone);
  if (span === null) return null;
  const shares = await studio.digests.loadShares({ workspace: workspace.id, from: week.from, until: span.until });
  return { span, shares };
}

/** The whole workspace's week for its budget owners; null where nothing happened. */
export async function drawWorkspaceDigest(
  studio: Pick<Studio, 'digests' | 'clock'>,
  workspace: Pick<WorkspaceRecord, 'id' | 'timeZone'>,
  week: IsoWeek,
): Promise<Card | null> {
  const found = await loadWorkspaceWeek(studio, workspace, week);
  return found === null || found.shares.length === 0 ? null : toWorkspaceCard(found.span, found.shares);
}

export function toWorkspaceCard(span: DigestSpan, shares: readonly ChannelShare[]): Card {
  const total = (pick: (share: ChannelShare) => number) => shares.reduce((sum, share) => sum + pick(share), 0);
  const spent = sumMicros(shares.map((share) => share.spent));
  const cost = sumMicros(shares.map(({ approvedCost }) => approvedCost));
  const seconds = total(({ approvedSeconds }) => approvedSeconds);
  const week = `Week ${Number(span.week.key.slice(6))} · ${toWeekWords(span)}${span.partial ? ' · so far' : ''}`;
  return toCard({
    tone: 'plain',
    title: [bold(`All channels · ${week}`)],
    body: [
      line(bold(`${toRounded(spent)} spent`), ` in ${counted(shares.length, 'channel')}.`),
      line(
        bold(
          `${counted(
            total(({ made }) => made),
            'take',
          )} made`,
        ),
        `: ${total(({ approved }) => approved)} approved, ${total(({ rejected }) => rejected)} rejected, `,
        `${total(({ superseded }) => superseded)} superseded; ${total(({ open }) => open)} still open.`,
      ),
      line(
        seconds === 0
          ? 'All that was approved was free.'
          : `An approved second cost ${toRounded(perUnit(cost, seconds))}.`,
      ),
      toTable(shares),
      quiet(`Ranked by what was spent; the last column ranks by what an approved second cost. Times in ${span.zone}.`),
    ],
  });
}

function toTable(shares: readonly ChannelShare[]): Block {
  const dearest = shares
    .filter(({ approvedSeconds }) => approvedSeconds > 0)
    .toSorted((a, b) => perSecond(b) - perSecond(a));
  const shown = shares.slice(0, MAX_ROWS);
  const rest = shares.slice(MAX_ROWS);
  const rows = shown.map((share, index) => {
    const rank = dearest.indexOf(share);
    const second = rank < 0 ? '–' : `${toRounded(perUnit(share.approvedCost, share.approvedSeconds))} (${rank + 1})`;
    return [`${index + 1}. ${share.name}`, toRounded(share.spent), `${share.approved} of ${share.made}`, second];
  });
  const others =
    rest.length === 0
      ? []
      : [
          [
            `and ${rest.length} more`,
            toRounded(sumMicros(rest.map(({ spent }) => spent))),
            `${rest.reduce((sum, { approved }) => sum + approved, 0)} of ${rest.reduce((sum, { made }) => sum + made, 0)}`,
            '',
          ],
        ];
  return {
    kind: 'table',
    caption: 'Channels by what they spent',
    columns: ['Channel', 'Spent', 'Approved', 'A second'],
    rows: [...rows, ...others],
  };
}

const perSecond = ({ approvedCost, approvedSeconds }: ChannelShare): number => Number(approvedCost) / approvedSeconds;
