import type { Command } from 'commander';
import { migrate } from '../../adapters/db/migrate.ts';
import { openDatabase } from '../../adapters/db/presence.ts';
import type { Terminal } from '../cli.ts';
import { readConfig } from '../config.ts';
import { makeLog } from '../make-log.ts';
import { withSignals } from '../signals.ts';

export function addMigrate(program: Command, terminal: Terminal): void {
  program
    .command('migrate')
    .description('bring the database up to this version')
    .action(async () => {
      const config = readConfig(terminal.env);
      const where = config.databaseUrl === null ? { dataDir: config.dataDir } : { url: config.databaseUrl };
      await withSignals({
        open: () => openDatabase({ ...where, role: 'command', log: makeLog('error') }),
        async use({ url }) {
          const applied = await migrate(url);
          terminal.out(applied.length === 0 ? 'The database is up to date.\n' : `Applied ${applied.join(', ')}.\n`);
        },
        close: (database) => database.release(),
      });
    });
}
