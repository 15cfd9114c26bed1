import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { Terminal } from '../cli.ts';
import { withStudio } from '../open-studio.ts';

export function addStopSpending(program: Command, terminal: Terminal): void {
  program
    .command('stop-spending')
    .description('hold all paid takes, everywhere, before their next submission')
    .option('--resume', 'let them go on')
    .action(({ resume }: { readonly resume?: true }) =>
      withStudio(terminal, async ({ studio }) => {
        if (resume === true) await studio.budgets.resumeSpending();
        else await studio.budgets.stopSpending(userInfo().username, studio.clock.now());
        terminal.out(
          resume === true
            ? 'Paid takes go on.\n'
            : 'Paid takes are on hold. What was submitted runs to its end. Go on with: previz stop-spending --resume\n',
        );
      }),
    );
}
