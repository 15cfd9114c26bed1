import type { Command } from 'commander';
import { openDatabase } from '../../adapters/db/presence.ts';
import type { Terminal } from '../cli.ts';
import { readConfig } from '../config.ts';
import type { Finding } from '../doctor/check-all.ts';
import { EXIT } from '../exit-codes.ts';

export function addDoctor(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('check every configured part for real, and say what to set')
    .action(async () => {
      // Loaded here: it brings every platform's client along.
      const { checkAll } = await import('../doctor/check-all.ts');
      const findings = await checkAll(readConfig(terminal.env), { openDatabase });
      for (const finding of findings) terminal.out(toLine(finding));
      const isBad = findings.some((finding) => finding.kind === 'wrong');
      terminal.out(isBad ? 'Something needs you; see above.\n' : 'All is well.\n');
      terminal.end(isBad ? EXIT.failed : EXIT.done);
    });
}

const MARKS = { well: 'ok  ', note: 'note', wrong: 'FAIL' } as const;

const toLine = ({ kind, part, text }: Finding): string => `${MARKS[kind]}  ${part.padEnd(10)} ${text}\n`;
