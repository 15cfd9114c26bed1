import { readDollars } from '../money/micros.ts';
import { shorten } from './clean-text.ts';
import { isNear } from './nearest.ts';
import { toProblem } from './problem.ts';
import type { DigestCommand } from './sub-command.ts';
import { type Argument, keywordOf, misread, NONE, type SubReading, sure, wordOf } from './sub-reading.ts';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** `digest [show | now | 2026-W47 | off | on | weekly <day> <time> | people on|off | baseline <hours> <dollars>|off]`; behind `workspace` all but the last two. */
export function readDigest(args: readonly Argument[]): SubReading {
  const rest = args.slice(1);
  const keyword = keywordOf(args);
  switch (keyword) {
    case '':
      return digest({ kind: 'show' });
    case 'show':
    case 'now':
      return rest.length === 0 ? digest({ kind: keyword }) : NONE;
    case 'off':
    case 'on':
      return rest.length === 0 ? digest({ kind: 'switch', on: keyword === 'on' }) : NONE;
    case 'week':
      return readWeek(wordOf(rest, 0).toLowerCase(), rest.slice(1));
    case 'weekly':
      return readWeekly(rest);
    case 'workspace':
      return readOfWorkspace(rest);
    case 'people':
      return readPeople(rest);
    case 'baseline':
      return readBaseline(rest);
    default:
      return readWeek(keyword, rest);
  }
}

const digest = (change: DigestCommand): SubReading => sure({ kind: 'digest', change });

/** The same words, said of all channels. */
function readOfWorkspace(rest: readonly Argument[]): SubReading {
  const inner = readDigest(rest);
  if (inner.kind !== 'sure' || inner.command.kind !== 'digest') return inner;
  const { change } = inner.command;
  if (change.kind === 'workspace' || change.kind === 'people' || change.kind === 'baseline') return NONE;
  return digest({ kind: 'workspace', change });
}

/** `2026-W47`, `w47`: whether the calendar has such a week is looked at where the channel's zone is known. */
function readWeek(word: string, rest: readonly Argument[]): SubReading {
  return rest.length === 0 && /^(?:\d{4}-?)?w\d{1,2}$/.test(word)
    ? digest({ kind: 'week', week: word.toUpperCase() })
    : NONE;
}

function readWeekly(rest: readonly Argument[]): SubReading {
  const word = wordOf(rest, 0).toLowerCase();
  const weekday = word.length >= 3 ? WEEKDAYS.findIndex((name) => name.startsWith(word)) + 1 : 0;
  const time = readTime(wordOf(rest, 1));
  const isSlip = rest.length === 1 && nearDay(word) !== undefined;
  if (weekday === 0 && (isSlip || (rest.length === 2 && time !== null))) return unknownDay(word);
  if (weekday > 0 && rest.length === 2 && time === null && /^\d/.test(wordOf(rest, 1))) return noTime(wordOf(rest, 1));
  if (weekday === 0 || time === null || rest.length > 2) return misread('digest', 'weekly fri 16:00', rest, 2);
  return digest({ kind: 'weekly', weekday, ...time });
}

/** Days are written short more often than not, so the short names are compared, too. */
const nearDay = (word: string): string | undefined =>
  WEEKDAYS.find((name) => isNear(word, name)) ??
  WEEKDAYS.find((name) => isNear(word.padEnd(4, '.'), `${name.slice(0, 3)}.`));

function unknownDay(word: string): SubReading {
  const short = nearDay(word);
  if (short === undefined)
    return toProblem(
      'bad_argument',
      word,
      `There is no day “${shorten(word, 60)}”. Days are monday to sunday, or mon to sun.`,
    );
  return toProblem('bad_argument', word, `There is no day “${word}”; the nearest is ${short}.`);
}

const noTime = (word: string): SubReading =>
  toProblem(
    'bad_argument',
    word,
    `There is no time “${shorten(word, 20)}”: a day goes from 00:00 to 23:59. Write it like 16:00 or 4pm.`,
  );

function readPeople(rest: readonly Argument[]): SubReading {
  const word = wordOf(rest, 0).toLowerCase();
  if (rest.length !== 1 || (word !== 'on' && word !== 'off')) return misread('digest', 'people on (or off)', rest, 1);
  return digest({ kind: 'people', on: word === 'on' });
}

/** What a shot took before: `baseline 6h $400`. */
function readBaseline(rest: readonly Argument[]): SubReading {
  const [first, second] = [wordOf(rest, 0).toLowerCase(), wordOf(rest, 1)];
  if (rest.length === 1 && first === 'off') return digest({ kind: 'baseline', baseline: null });
  const minutes = readMinutes(first);
  const cost = readDollars(second);
  if (rest.length !== 2 || minutes === null || cost === null) return misread('digest', 'baseline 6h $400', rest, 2);
  return digest({ kind: 'baseline', baseline: { minutes, cost } });
}

/** `6h`, `1.5h`, `90m`, `2d`; a bare number is hours. */
export function readMinutes(text: string): number | null {
  const match = /^(\d{1,4}(?:\.\d{1,2})?)(m|min|h|hours?|d|days?)?$/.exec(text);
  if (match === null) return null;
  const unit = match[2]?.[0] ?? 'h';
  return Math.round(Number(match[1]) * (unit === 'm' ? 1 : unit === 'h' ? 60 : 1440));
}

/** `16:00`, `9`, `4pm`, `4:30 pm` without its space. */
function readTime(text: string): { readonly hour: number; readonly minute: number } | null {
  const match = /^(\d{1,2})(?:[:.](\d{2}))?(am|pm)?$/i.exec(text);
  if (match === null) return null;
  const said = Number(match[1]);
  const minute = Number(match[2] ?? '0');
  const half = match[3]?.toLowerCase();
  if (minute > 59 || (half === undefined ? said > 23 : said < 1 || said > 12)) return null;
  if (half === undefined) return { hour: said, minute };
  return { hour: (said % 12) + (half === 'pm' ? 12 : 0), minute };
}
