import type { IsoWeek } from '../budget/period.ts';
import { DEFAULT_CAPS, workspaceScope } from '../budget/scopes.ts';
import type { Block, Card } from '../card/card.ts';
import { bold, code, line, quiet, toCard } from '../card/to-card.ts';
import type { ChannelId, WorkspaceId } from '../ids.ts';
import { type Micros, sumMicros } from '../money/micros.ts';
import type { WorkspaceRecord } from '../ports/directory.ts';
import type { Studio } from '../studio/studio.ts';
import { findChannelName } from './channel-name.ts';
import { storePicture } from './draw-digest.ts';
import type { DigestSpan } from './facts.ts';
import { type DigestPicture, toAltText, toDecisions, toMonthLine, toSpend } from './picture.ts';
import { daysOf, spanOf, toWeekWords } from './span.ts';
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
/** So many of the dearest by the approved second have a row in any case. */
const MAX_DEAREST = 3;

export interface WorkspaceWeek {
  readonly span: DigestSpan;
  readonly shares: readonly ChannelShare[];
  readonly spentByDay: readonly Micros[];
  /** What the workspace may spend in a month. */
  readonly cap: Micros;
}

type Stores = Pick<Studio, 'digests' | 'budgets' | 'directory' | 'clock' | 'channelNames' | 'report'>;

/** The channels of a workspace in which something happened, most spent first; null for a week that has not begun. */
export async function loadWorkspaceWeek(
  studio: Stores,
  workspace: Pick<WorkspaceRecord, 'id' | 'timeZone'>,
  week: IsoWeek,
): Promise<WorkspaceWeek | null> {
  const span = spanOf(week, studio.clock.now(), workspace.timeZone);
  if (span === null) return null;
  const { id } = workspace;
  const shares = await studio.digests.loadShares({ workspace: id, from: week.from, until: span.until });
  const edges = [week.from, ...daysOf(span).map(({ to }) => to)].map(
    (at) => new Date(Math.min(at.getTime(), span.until.getTime())),
  );
  const scope = workspaceScope(id);
  return {
    span,
    shares: await nameShown(studio, id, shares),
    spentByDay: await studio.digests.loadSpentByDay({ workspace: id, edges }),
    cap: (await studio.budgets.loadRules([scope])).get(scope) ?? DEFAULT_CAPS.workspace,
  };
}

async function nameShown(
  studio: Stores,
  workspace: WorkspaceId,
  shares: readonly ChannelShare[],
): Promise<readonly ChannelShare[]> {
  const [first] = shares;
  const found = first === undefined ? null : await studio.directory.loadChannel(workspace, first.channel);
  if (found === null) return shares;
  const { platform } = found.workspace;
  const shown = toShown(shares);
  return Promise.all(
    shares.map(async (share) =>
      shown.includes(share)
        ? {
            ...share,
            name: await findChannelName(studio, { platform, workspace, channel: share.channel }, share.name),
          }
        : share,
    ),
  );
}

/** The whole workspace's week for its budget owners, with its picture. */
export async function drawWorkspaceDigest(
  studio: Pick<Studio, 'painter' | 'media' | 'report'>,
  found: WorkspaceWeek,
): Promise<Card> {
  const picture = toWorkspacePicture(found);
  const media = await storePicture(studio, picture);
  return toWorkspaceCard(found, media === null ? null : { media, alt: toAltText(picture) });
}

const toTitle = (span: DigestSpan): string =>
  `All channels · Week ${Number(span.week.key.slice(6))} · ${toWeekWords(span)}${span.partial ? ' · so far' : ''}`;

export function toWorkspacePicture({ span, shares, spentByDay, cap }: WorkspaceWeek): DigestPicture {
  const total = (pick: (share: ChannelShare) => number) => shares.reduce((sum, share) => sum + pick(share), 0);
  return {
    title: toTitle(span),
    spend: toSpend({ span, spentByDay, spent: sumMicros(spentByDay), line: toMonthLine(cap, span) }),
    decisions: toDecisions({
      made: total(({ made }) => made),
      approved: total(({ approved }) => approved),
      rejected: total(({ rejected }) => rejected),
      superseded: total(({ superseded }) => superseded),
      open: total(({ open }) => open),
    }),
  };
}

export function toWorkspaceCard(
  { span, shares }: WorkspaceWeek,
  image: { readonly media: string; readonly alt: string } | null,
): Card {
  const total = (pick: (share: ChannelShare) => number) => shares.reduce((sum, share) => sum + pick(share), 0);
  const spent = sumMicros(shares.map((share) => share.spent));
  const cost = sumMicros(shares.map(({ approvedCost }) => approvedCost));
  const seconds = total(({ approvedSeconds }) => approvedSeconds);
  const made = counted(
    total(({ made: of }) => of),
    'take',
  );
  return toCard({
    tone: 'plain',
    title: [bold(toTitle(span))],
    body: [
      line(bold(`${toRounded(spent)} spent`), ` in ${counted(shares.length, 'channel')}.`),
      line(
        bold(`${made} made`),
        `. Decided this week: ${total(({ approved }) => approved)} approved, ${total(({ rejected }) => rejected)} rejected, `,
        `${total(({ superseded }) => superseded)} superseded; ${total(({ open }) => open)} still open.`,
      ),
      line(secondLine(total, cost, seconds)),
      ...(image === null ? [] : [{ kind: 'image', ...image, wide: true } satisfies Block]),
      toTable(shares),
      quiet(
        `Ranked by what was spent, most first; in the last column (1) is the dearest approved second. Decisions as of `,
        { at: span.toldAt },
        `. Times in ${span.zone}. Change it: `,
        code('/previz digest workspace weekly fri 16:00'),
        ' or ',
        code('/previz digest workspace off'),
        '.',
      ),
    ],
  });
}

function secondLine(total: (pick: (share: ChannelShare) => number) => number, cost: Micros, seconds: number): string {
  if (total(({ approved }) => approved) === 0) return 'No take was approved.';
  return seconds === 0
    ? 'All that was approved was free.'
    : `An approved second cost ${toRounded(perUnit(cost, seconds))}.`;
}

function toTable(shares: readonly ChannelShare[]): Block {
  const dearest = toDearest(shares);
  const shown = toShown(shares);
  const rest = shares.filter((share) => !shown.includes(share));
  const rows = shown.map((share) => {
    const rank = dearest.indexOf(share);
    const second = rank < 0 ? '–' : `${toRounded(perUnit(share.approvedCost, share.approvedSeconds))} (${rank + 1})`;
    return [
      `${shares.indexOf(share) + 1}. ${share.name}`,
      toRounded(share.spent),
      `${share.approved} of ${share.made}`,
      second,
    ];
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
    caption: 'Channels by what they spent; (1) is the dearest second',
    columns: ['Channel', 'Spent', 'Approved', 'A second'],
    rows: [...rows, ...others],
  };
}

/** Those that have a row: the ones that spent most, and the dearest by the approved second. */
function toShown(shares: readonly ChannelShare[]): readonly ChannelShare[] {
  const dearest = toDearest(shares).slice(0, MAX_DEAREST);
  return shares.filter((share, index) => index < MAX_ROWS || dearest.includes(share));
}

const toDearest = (shares: readonly ChannelShare[]): readonly ChannelShare[] =>
  shares.filter(({ approvedSeconds }) => approvedSeconds > 0).toSorted((a, b) => perSecond(b) - perSecond(a));

const perSecond = ({ approvedCost, approvedSeconds }: ChannelShare): number => Number(approvedCost) / approvedSeconds;
