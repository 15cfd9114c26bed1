import { DateTime } from 'luxon';
import { toDuration } from '../card/duration.ts';
import { toDecisionWord } from '../card/log-words.ts';
import { bold, code, line, quiet, toCard } from '../card/to-card.ts';
import { readTimeZone } from '../channel/time-zone.ts';
import { shorten } from '../command/clean-text.ts';
import type { Since } from '../command/since.ts';
import type { SubCommand } from '../command/sub-command.ts';
import { toDollars } from '../money/micros.ts';
import type { LogLine } from '../ports/log-store.ts';
import type { Asked } from '../studio/asked.ts';
import { seesMoney } from '../studio/sees-money.ts';
import type { Studio } from '../studio/studio.ts';
import { refuseNonOwner } from './owners.ts';
import { type SubAnswer, withCard } from './sub-answer.ts';

type LogCommand = Extract<SubCommand, { kind: 'log' }>;

const LINES = 10;
const MAX_BRIEF = 40;

/** The latest lines of the generation log: of this channel, or for budget owners of another one of the workspace. */
export async function showLog(studio: Studio, asked: Asked, command: LogCommand): Promise<SubAnswer> {
  const channel = readChannel(command.channel, asked);
  if (channel !== asked.channel.id && !asked.isOwner) return refuseNonOwner(studio, asked, 'Another channel’s log');
  const query = {
    workspace: asked.workspace.id,
    channel,
    words: (command.query ?? '').split(' ').filter((word) => word !== ''),
    since: command.since === null ? null : sinceWhen(command.since, asked, studio.clock.now()),
    limit: LINES,
  };
  const lines: LogLine[] = [];
  for await (const entry of studio.log.read(query)) lines.push(entry);
  const names = new Map<string, string>(
    (await studio.directory.loadPeople(asked.workspace.id)).map(({ id, name }) => [id, name]),
  );
  return withCard(toLogCard(lines, { asked, command, names }));
}

interface Shown {
  readonly asked: Asked;
  readonly command: LogCommand;
  readonly names: ReadonlyMap<string, string>;
}

function toLogCard(lines: readonly LogLine[], { asked, command, names }: Shown) {
  const words = toQueryWords(command);
  if (lines.length === 0) {
    return toCard({
      tone: 'plain',
      title: [bold('Log')],
      body: [line(words === '' ? 'Nothing was made here yet.' : `Nothing found: ${words}.`)],
    });
  }
  const full = seesMoney(asked);
  return toCard({
    tone: 'plain',
    title: [bold('Log')],
    body: [
      {
        kind: 'table',
        caption: words === '' ? `The latest ${lines.length}` : `The latest ${lines.length}: ${words}`,
        columns: [
          'Shot',
          'When',
          'By',
          'Model',
          'Status',
          ...(full ? ['Cost'] : []),
          'Review',
          ...(full ? ['Brief'] : []),
        ],
        rows: lines.map((entry) => [
          entry.take === 0 ? `${entry.shot} –`.trim() : `${entry.shot} t${String(entry.take).padStart(2, '0')}`,
          toLocal(entry.requested_at, asked.settings.timeZone),
          names.get(entry.requested_by) ?? entry.requested_by,
          entry.model,
          toStatus(entry, names),
          ...(full ? [toCost(entry)] : []),
          toDecisionWord(entry),
          ...(full ? [shorten(entry.brief, MAX_BRIEF)] : []),
        ]),
      },
      quiet(`Times in ${asked.settings.timeZone}. Everything, as a file: `, code('previz log --format csv'), '.'),
    ],
  });
}

function toStatus({ status, failure, let_through_by: by }: LogLine, names: Shown['names']): string {
  const why = failure === null ? status : `${status} (${failure})`;
  return by === null ? why : `${why}, let through by ${names.get(by) ?? by}`;
}

const toCost = ({ cost_micros: cost, estimate_micros: estimate }: LogLine): string =>
  cost === null ? `${toDollars(BigInt(estimate))} est.` : toDollars(BigInt(cost));

const toLocal = (at: string, zone: string): string => DateTime.fromISO(at, { zone }).toFormat('yyyy-MM-dd HH:mm');

function toQueryWords({ query, channel, since }: LogCommand): string {
  const from =
    since === null ? null : since.kind === 'day' ? `since ${since.day}` : `last ${toDuration(since.hours * 3_600_000)}`;
  return [query === null ? null : `“${query}”`, channel === null ? null : `in ${channel}`, from]
    .filter((part) => part !== null)
    .join(', ');
}

/** A day begins at the asker's midnight, where their zone is known. */
function sinceWhen(since: Since, { person, settings }: Asked, now: Date): Date {
  if (since.kind === 'ago') return new Date(now.getTime() - since.hours * 3_600_000);
  return DateTime.fromISO(since.day, { zone: readTimeZone(person.timeZone ?? '') ?? settings.timeZone }).toJSDate();
}

/** `<#C123|name>` and `C123` are ids; `#name` is this channel's name, or else left to the log to know. */
function readChannel(written: string | null, { channel }: Asked): string {
  if (written === null) return channel.id;
  const linked = /^<#([^>|]+)(?:\|[^>]*)?>$/.exec(written)?.[1];
  const name = linked ?? written.replace(/^#/, '');
  return name === channel.name ? channel.id : name;
}
