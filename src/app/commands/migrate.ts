import type { Command } from 'commander';
import { migrate } from '../../adapters/db/migrate.ts';
import { openDatabase } from '../../adapters/db/presence.ts';
import type { Terminal } from '../cli.ts';
import { readConfig } from '../config.ts';
import { makeLog } from '../make-log.ts';

export function addMigrate(program: Command, terminal: Terminal): void {
  program
    .command('migrate')
    .description('bring the database up to this version')
    .action(async () => {
      const config = readConfig(terminal.env);
      const where = config.databaseUrl === null ? { dataDir: config.dataDir } : { url: config.databaseUrl };
      const database = await openDatabase({ ...where, role: 'command', log: makeLog('error') });
      try {
        const applied = await migrate(database.url);
        terminal.out(applied.length === 0 ? 'The database is up to date.\n' : `Applied ${applied.join(', ')}.\n`);
      } finally {
        await database.release();
      }
    });
}
