import { isSlug } from '../shot/slug.ts';
import { toProblem } from './problem.ts';
import { readSince, type Since } from './since.ts';
import { type Argument, NONE, type SubReading } from './sub-reading.ts';

const OPTION = /^(?:--|[‒–—―])(channel|since)(?:=(.*))?$/i;

/**
 * `log [query] [--channel C] [--since D]`. One free word may be a query or the start of a picture, so it is loose; a
 * quoted query, a slug, a number, a name (`@ana`, `#channel`) or an option of the log's own leaves no doubt.
 */
export function readLog(args: readonly Argument[]): SubReading {
  const query: Argument[] = [];
  const options: { channel: string | null; since: Since | null } = { channel: null, since: null };
  let named = false;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index];
    if (arg === undefined) break;
    const option = arg.quoted ? null : OPTION.exec(arg.text);
    if (option === null) {
      query.push(arg);
      continue;
    }
    named = true;
    const name = option[1]?.toLowerCase() === 'channel' ? 'channel' : 'since';
    if (option[2] === undefined) index += 1;
    const value = option[2] ?? args[index]?.text ?? '';
    const problem = setOption(options, name, value);
    if (problem !== null) return problem;
  }
  return decideReading(query, options, named);
}

function decideReading(
  query: readonly Argument[],
  options: { readonly channel: string | null; readonly since: Since | null },
  named: boolean,
): SubReading {
  const text = query.map((arg) => arg.text).join(' ');
  const command = { kind: 'log', query: text === '' ? null : text, ...options } as const;
  const [only] = query;
  if (query.some((arg) => /^(?:--|[‒–—―])\p{L}/u.test(arg.text) && !arg.quoted)) return NONE;
  if (named || only === undefined) return { kind: 'sure', command };
  if (query.length > 1) return NONE;
  return { kind: only.quoted || isSlug(only.text) || /^(?:<?[@#]|\$?\d)/.test(only.text) ? 'sure' : 'loose', command };
}

function setOption(
  options: { channel: string | null; since: Since | null },
  name: 'channel' | 'since',
  value: string,
): SubReading | null {
  if (value === '') return toProblem('missing_value', `--${name}`, `--${name} needs a value after it.`);
  if (options[name] !== null) return toProblem('repeated_option', `--${name}`, `Say --${name} only once.`);
  if (name === 'channel') {
    options.channel = value;
    return null;
  }
  options.since = readSince(value);
  const hint = '--since takes a day or a span back from now: 2026-11-01, 12h, 7d or 2w.';
  return options.since === null ? toProblem('bad_value', value, hint) : null;
}
