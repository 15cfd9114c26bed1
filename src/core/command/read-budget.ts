import { type Micros, readDollars } from '../money/micros.ts';
import { readDay } from './since.ts';
import type { BudgetCommand } from './sub-command.ts';
import { type Argument, keywordOf, misread, NONE, type SubReading, sure, wordOf } from './sub-reading.ts';

/** `budget [show | channel $ [month|day] | job <number> $ [until <day>] | workspace $ | person $ | fuse $ | grant $ [@who] ["why"]]`. */
export function readBudget(args: readonly Argument[]): SubReading {
  const rest = args.slice(1);
  const keyword = keywordOf(args);
  switch (keyword) {
    case '':
      return budget({ kind: 'show' });
    case 'show':
      return rest.length === 0 ? budget({ kind: 'show' }) : NONE;
    case 'channel':
      return readChannel(rest);
    case 'job':
      return readJob(rest);
    case 'workspace':
    case 'person':
    case 'fuse':
      return readCap(keyword, rest);
    case 'grant':
      return readGrant(rest);
    default:
      return NONE;
  }
}

const budget = (change: BudgetCommand): SubReading => sure({ kind: 'budget', change });

function readCap(kind: 'workspace' | 'person' | 'fuse', rest: readonly Argument[]): SubReading {
  const micros = readDollars(wordOf(rest, 0));
  return micros === null || rest.length > 1 ? misread('budget', `${kind} 20`, rest, 1) : budget({ kind, micros });
}

function readChannel(rest: readonly Argument[]): SubReading {
  const micros = readDollars(wordOf(rest, 0));
  const period = PERIODS.get(wordOf(rest, 1).toLowerCase());
  if (micros === null || period === undefined || rest.length > 2) return misread('budget', 'channel 50 month', rest, 2);
  return budget({ kind: 'channel', micros, period });
}

const PERIODS: ReadonlyMap<string, 'month' | 'day'> = new Map([
  ['', 'month'],
  ['month', 'month'],
  ['monthly', 'month'],
  ['day', 'day'],
  ['daily', 'day'],
]);

function readJob(rest: readonly Argument[]): SubReading {
  const number = wordOf(rest, 0);
  const micros = readDollars(wordOf(rest, 1));
  const until = rest.length === 4 && wordOf(rest, 2).toLowerCase() === 'until' ? readDay(wordOf(rest, 3)) : null;
  const fits = rest.length === 2 || until !== null;
  if (!/^[\p{L}\p{N}_./-]{1,32}$/u.test(number) || micros === null || !fits) {
    return misread('budget', 'job 26-114 800 until 2026-12-18', rest, 4);
  }
  return budget({ kind: 'job', number, micros, until });
}

function readGrant(rest: readonly Argument[]): SubReading {
  const micros: Micros | null = readDollars(wordOf(rest, 0));
  const more = rest.slice(1);
  const to = more[0] !== undefined && /^<?@/.test(more[0].text) && !more[0].quoted ? more[0].text : null;
  const reason = to === null ? more : more.slice(1);
  const fits = reason.length === 0 || (reason.length === 1 && reason[0]?.quoted === true);
  if (micros === null || !fits) return misread('budget', 'grant 5 @ana "for the pitch"', rest, 3);
  return budget({ kind: 'grant', micros, to, reason: reason[0]?.text ?? null });
}
