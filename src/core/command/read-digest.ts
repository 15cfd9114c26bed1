import type { DigestCommand } from './sub-command.ts';
import { type Argument, keywordOf, misread, NONE, type SubReading, sure, wordOf } from './sub-reading.ts';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** `digest [now | off | weekly <day> <time>]`. */
export function readDigest(args: readonly Argument[]): SubReading {
  const rest = args.slice(1);
  const keyword = keywordOf(args);
  switch (keyword) {
    case '':
      return digest({ kind: 'show' });
    case 'show':
    case 'now':
    case 'off':
      return rest.length === 0 ? digest({ kind: keyword }) : NONE;
    case 'weekly':
      return readWeekly(rest);
    default:
      return NONE;
  }
}

const digest = (change: DigestCommand): SubReading => sure({ kind: 'digest', change });

function readWeekly(rest: readonly Argument[]): SubReading {
  const day = wordOf(rest, 0).toLowerCase();
  const weekday = day.length >= 3 ? WEEKDAYS.findIndex((name) => name.startsWith(day)) + 1 : 0;
  const time = readTime(wordOf(rest, 1));
  if (weekday === 0 || time === null || rest.length > 2) return misread('digest', 'weekly fri 16:00', rest, 2);
  return digest({ kind: 'weekly', weekday, ...time });
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
