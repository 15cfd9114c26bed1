import { type Command, InvalidArgumentError, Option } from 'commander';
import { toDecisionWord, toTakeWord } from '../../core/card/log-words.ts';
import { readSince } from '../../core/command/since.ts';
import { workspaceId } from '../../core/ids.ts';
import type { LogLine } from '../../core/ports/log-store.ts';
import type { Terminal } from '../cli.ts';
import { withStudio } from '../open-studio.ts';
import { toCsvHeader, toCsvLine } from './log-csv.ts';
import { toTable } from './table.ts';

interface LogOptions {
  readonly workspace?: string;
  readonly channel?: string;
  readonly since?: Date;
  readonly format: 'table' | 'jsonl' | 'csv';
  readonly limit?: number;
}

export function addLog(program: Command, terminal: Terminal): void {
  program
    .command('log')
    .description('the generation log, newest first')
    .argument('[query...]', 'words that must all be found')
    .option(
      '--workspace <workspace>',
      'of this workspace alone: playground:main, local, a Slack team, a Discord server',
    )
    .option('--channel <channel>', 'of this channel alone')
    .option('--since <day>', 'from this day on: 2026-11-21, or 7d for the last seven days', toSince)
    .option('--limit <lines>', 'at most so many lines', toLimit)
    .addOption(new Option('--format <format>', 'how it is printed').choices(['table', 'jsonl', 'csv']).default('table'))
    .action((query: readonly string[], options: LogOptions) =>
      withStudio(terminal, async ({ studio }) => {
        const words = query.flatMap((part) => part.toLowerCase().split(/\s+/)).filter((word) => word !== '');
        const lines = studio.log.read({
          workspace: options.workspace === undefined ? null : workspaceId(options.workspace),
          channel: options.channel ?? null,
          words,
          since: options.since ?? null,
          limit: options.limit ?? null,
        });
        await PRINTERS[options.format](lines, terminal);
      }),
    );
}

type Printer = (lines: AsyncIterable<LogLine>, terminal: Terminal) => Promise<void>;

const PRINTERS: Readonly<Record<LogOptions['format'], Printer>> = {
  async jsonl(lines, { out }) {
    for await (const line of lines) out(`${JSON.stringify(line)}\n`);
  },
  async csv(lines, { out }) {
    out(toCsvHeader());
    for await (const line of lines) out(toCsvLine(line));
  },
  async table(lines, { out, err }) {
    const rows: string[][] = [];
    for await (const line of lines) rows.push(toRow(line));
    if (rows.length === 0) return err('Nothing in the log yet that fits.\n');
    out(
      toTable(
        ['When', 'Shot', 'Take', 'Who', 'Model', 'Tier', 'Status', 'Cost', 'Decision', 'Votes', 'SHA-256', 'Brief'],
        rows,
      ),
    );
  },
};

function toRow(line: LogLine): string[] {
  const votes = line.votes.map(
    ({ person, vote, counted }) => `${vote === 'approve' ? '+' : '-'}${person}${counted ? '' : ' (not counted)'}`,
  );
  return [
    line.requested_at.slice(0, 16).replace('T', ' '),
    line.shot,
    toTakeWord(line),
    line.requested_by,
    line.model,
    line.tier ?? '',
    toStatus(line),
    toCost(line),
    toDecisionWord(line),
    votes.join(' '),
    line.sha256?.slice(0, 12) ?? '',
    line.brief.length > 60 ? `${line.brief.slice(0, 59)}…` : line.brief,
  ];
}

const toStatus = ({ status, failure, let_through_by: by }: LogLine): string =>
  `${status}${failure === null ? '' : `: ${failure}`}${by === null ? '' : `, let through by ${by}`}`;

const toCost = (line: LogLine): string => {
  const micros = Number(line.cost_micros ?? line.estimate_micros);
  return `$${(micros / 1e6).toFixed(2)}${line.cost_micros === null ? ' held' : ''}`;
};

function toSince(text: string): Date {
  const since = readSince(text);
  if (since === null) throw new InvalidArgumentError('Write a day such as 2026-11-21, or 7d for the last seven days.');
  return since.kind === 'day' ? new Date(`${since.day}T00:00:00Z`) : new Date(Date.now() - since.hours * 3_600_000);
}

function toLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1) throw new InvalidArgumentError('Write a whole number from 1 on.');
  return limit;
}
