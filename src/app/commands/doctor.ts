import type { Command } from 'commander';
import { openDatabase } from '../../adapters/db/presence.ts';
import type { Terminal } from '../cli.ts';
import { readConfig } from '../config.ts';
import type { Finding } from '../doctor/check-all.ts';
import { EXIT } from '../exit-codes.ts';
import { type Leaving, withSignals } from '../signals.ts';

export function addDoctor(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('check every configured part for real, and say what to set')
    .action(async () => {
      // Loaded here: it brings every platform's client along.
      const { checkAll } = await import('../doctor/check-all.ts');
      const config = readConfig(terminal.env);
      const findings = await withSignals({
        open: async () => checkAll,
        use: (check, leaving) => check(config, { openDatabase: releasedBy(leaving) }),
        close: async () => undefined,
      });
      for (const finding of findings) terminal.out(toLine(finding));
      const isBad = findings.some((finding) => finding.kind === 'wrong');
      terminal.out(isBad ? 'Something needs you; see above.\n' : 'All is well.\n');
      terminal.end(isBad ? EXIT.failed : EXIT.done);
    });
}

/** A signal in the middle of a check gives back the database that the check has opened, or is just opening. */
const releasedBy =
  (leaving: Leaving): typeof openDatabase =>
  (options) => {
    const opening = openDatabase(options);
    leaving.add(async () => (await opening).release());
    return opening;
  };

const MARKS = { well: 'ok  ', note: 'note', wrong: 'FAIL' } as const;

const toLine = ({ kind, part, text }: Finding): string => `${MARKS[kind]}  ${part.padEnd(10)} ${text}\n`;
