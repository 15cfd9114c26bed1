import type { Block, Card, Line } from '../card/card.ts';
import { bold, code, line, quiet, toCard } from '../card/to-card.ts';
import { type PersonId, personId } from '../ids.ts';
import { sumMicros, toDollars } from '../money/micros.ts';
import { toCauseWords } from './cause-words.ts';
import { type Approval, type Share, savedBy, type WeekCount } from './count-week.ts';
import type { DigestSettings } from './digest-settings.ts';
import { toDecisionTable } from './digest-table.ts';
import type { CountedTake, DigestBudget, DigestSpan } from './facts.ts';
import { toWeekWords } from './span.ts';
import { counted, toHours, toRounded, trim } from './words.ts';

/** More names in a row than this are a wall. */
const MAX_NAMED = 6;

export interface DigestParts {
  readonly span: DigestSpan;
  readonly count: WeekCount;
  readonly budget: DigestBudget;
  readonly settings: DigestSettings;
  /** Where it is about somewhere else than where it is shown, the channel's name. */
  readonly channelName: string | null;
  readonly image: { readonly media: string; readonly alt: string } | null;
}

/** A week for whoever produces: three lines that say what matters, the picture, a short table, and what waits. */
export function toDigestCard(parts: DigestParts): Card {
  const { count, image } = parts;
  return toCard({
    tone: 'plain',
    title: [bold(toDigestTitle(parts))],
    body: [
      line(...moneyLine(parts)),
      line(...decisionLine(count)),
      line(...approvalLine(parts)),
      ...(image === null ? [] : [{ kind: 'image', ...image, wide: true } satisfies Block]),
      ...toDecisionTable(count),
      ...approvedLines(count.approved.takes),
      ...waitingLines(count.open, parts.span),
      ...breakdowns(parts),
      quiet(...closing(parts)),
    ],
  });
}

export function toDigestTitle({ span, channelName }: Pick<DigestParts, 'span' | 'channelName'>): string {
  const where = channelName === null ? '' : `#${channelName} · `;
  return `${where}Week ${Number(span.week.key.slice(6))} · ${toWeekWords(span)}${span.partial ? ' · so far' : ''}`;
}

function moneyLine({ count, budget }: DigestParts): Line {
  const before = sumMicros(count.spentBefore) / BigInt(Math.max(count.spentBefore.length, 1));
  const held = count.held === 0n ? '' : `; ${toRounded(count.held)} held`;
  return [
    bold(`${toRounded(count.spent)} spent`),
    `; ${toRounded(before)} a week in the four weeks before. ${budgetWords(budget, count.month)}${held}.`,
  ];
}

/** `$16.78 of November’s $50.00, on course for $27.31` */
function budgetWords({ kind, period, cap, granted, spent }: DigestBudget, month: WeekCount['month']): string {
  const of = kind === 'job' ? `job ${period.slice(4)}’s` : kind === 'day' ? 'the last day’s' : `${month.name}’s`;
  const stands = `${toRounded(spent)} of ${of} ${toRounded(cap + granted)}`;
  const course = `on course for ${toRounded(month.forecast)}`;
  return kind === 'month' ? `${stands}, ${course}` : `${stands}; ${month.name} ${course}`;
}

function decisionLine({ made, madeFree, approved, rejected, superseded, open }: WeekCount): Line {
  const free = madeFree === 0 ? '' : madeFree === made ? ' (all free)' : ` (${madeFree} free)`;
  // Takes of earlier weeks are decided, too, so these are no parts of what was made.
  return [
    bold(`${counted(made, 'take')} made`),
    `${free}. Decided this week: `,
    bold(`${approved.takes.length} approved`),
    `, ${rejected.takes.length} rejected, ${superseded.takes.length} superseded; ${open.length} still open.`,
  ];
}

function approvalLine({ count, settings }: DigestParts): Line {
  const { approved, approval } = count;
  if (approval.shots === 0) return ['No shot was approved this week.'];
  const cost =
    approved.perSecond === null ? 'What was approved was free' : `${toRounded(approved.perSecond)} an approved second`;
  const way = `; ${trim(approval.takes / approval.shots)} ${approval.takes === approval.shots ? 'take' : 'takes'} and ${toHours(approval.minutes / approval.shots)} a shot to approval`;
  return [bold(cost), way, ...savedWords(approval, settings), '.'];
}

/** `: 47.1 h and $3,493.24 saved`; where it took more than before, that is said as plainly. */
function savedWords(approval: Approval, { baseline }: DigestSettings): Line {
  if (baseline === null) return [];
  const { minutes, cost } = savedBy(approval, baseline);
  const [hours, money] = [toHours(minutes), toRounded(cost < 0n ? -cost : cost)];
  if (minutes >= 0 && cost >= 0n) return [': ', bold(`${hours} and ${money} saved`)];
  if (minutes < 0 && cost < 0n) return [': ', bold(`${hours} and ${money} more than before`)];
  return minutes >= 0
    ? [': ', bold(`${hours} saved`), `, ${money} more than before`]
    : [': ', bold(`${money} saved`), `, ${hours} more than before`];
}

function approvedLines(takes: readonly CountedTake[]): readonly Block[] {
  if (takes.length === 0) return [];
  const shown = takes.slice(-MAX_NAMED);
  const more = takes.length - shown.length;
  return [line('Approved: ', ...joined(shown.map(clipSpan)), more === 0 ? '.' : `, and ${more} more in the log.`)];
}

/** A name that leads to the clip's message, where there is one. */
const clipSpan = ({ slug, number, clip, thread }: CountedTake): Line[number] => ({
  bold: `${slug} take ${number}`,
  ...(clip === null ? {} : { to: { message: clip, thread } }),
});

function waitingLines(open: readonly CountedTake[], { until }: DigestSpan): readonly Block[] {
  if (open.length === 0) return [];
  const shown = open.slice(0, MAX_NAMED);
  const more = open.length - shown.length;
  const words = shown.map((take): Line => [clipSpan(take), ` (${stanceOf(take)}, ${ageOf(take, until)})`]);
  return [
    line(
      'Waiting for votes: ',
      ...words.flatMap((each, index) => (index === 0 ? each : [', ', ...each])),
      more === 0 ? '.' : `, and ${more} more.`,
    ),
  ];
}

function stanceOf({ decision, approvals, rejections }: CountedTake): string {
  if (decision === 'split') return `split ${approvals} to ${rejections}`;
  if (approvals + rejections === 0) return 'no vote yet';
  return `${approvals} for, ${rejections} against`;
}

function ageOf({ endedAt }: CountedTake, until: Date): string {
  const days = Math.floor((until.getTime() - (endedAt ?? until).getTime()) / 86_400_000);
  return days === 0 ? 'today' : counted(days, 'day');
}

function breakdowns({ count, settings }: DigestParts): readonly Block[] {
  const failed = count.failures.reduce((sum, { count: of }) => sum + of, 0);
  const causes = count.failures.map(({ cause, count: of }) => `${toCauseWords(cause)} ${of}`).join(' · ');
  return [
    ...(failed === 0 ? [] : [line(`Without a clip: ${causes}.`)]),
    ...fold('By model', count.byModel),
    ...fold('By template', count.byTemplate),
    ...(settings.people ? people(count.byPerson) : []),
  ];
}

const fold = (label: string, shares: readonly Share[]): readonly Block[] =>
  shares.length === 0
    ? []
    : [{ kind: 'folded', label, text: shares.map((share) => `${share.name}: ${shareWords(share)}`).join(' · ') }];

const people = (shares: readonly Share[]): readonly Block[] =>
  shares.length === 0
    ? []
    : [
        line(
          'By person: ',
          ...shares
            .slice(0, MAX_NAMED)
            .flatMap((share, index): Line => [index === 0 ? '' : '; ', who(share.name), ` ${shareWords(share)}`]),
          shares.length > MAX_NAMED ? `; and ${shares.length - MAX_NAMED} more.` : '.',
        ),
      ];

const who = (name: string): { readonly person: PersonId } => ({ person: personId(name) });

const shareWords = ({ made, approved, spent }: Share): string =>
  `${made} made, ${approved} approved, ${spent === 0n ? 'free' : toRounded(spent)}`;

function closing({ span, settings, budget }: DigestParts): Line {
  const exact = `Exactly ${toDollars(budget.spent)} of ${toDollars(budget.cap + budget.granted)} in this period, times in ${span.zone}. Decisions as of `;
  const baseline =
    settings.baseline === null
      ? ['. What a shot took before, so that savings show: ', code('/previz digest baseline 6h $400')]
      : [];
  return [
    exact,
    { at: span.toldAt },
    '. Change it: ',
    code('/previz digest weekly fri 16:00'),
    ' or ',
    code('/previz digest off'),
    ...baseline,
    '.',
  ];
}

const joined = (spans: readonly Line[number][]): Line =>
  spans.flatMap((span, index) => (index === 0 ? [span] : [', ', span]));

/** Nothing happened in the week that somebody asked for. */
export function toEmptyCard(span: DigestSpan, open: readonly CountedTake[]): Card {
  const waiting =
    open.length === 0
      ? 'nothing waits for a vote'
      : `${counted(open.length, 'take')} still ${open.length === 1 ? 'waits' : 'wait'} for votes`;
  return toCard({
    tone: 'plain',
    title: [bold(toDigestTitle({ span, channelName: null }))],
    body: [
      line(
        `No take was made, decided or billed here ${span.partial ? 'so far this week' : 'in that week'}; ${waiting}.`,
      ),
      quiet('Ask for one: ', code('/previz a lighthouse keeper climbs a spiral stair'), '.'),
    ],
  });
}
