import type { Command } from 'commander';
import { UserError } from '../../core/errors.ts';
import type { Terminal } from '../cli.ts';
import { readConfig } from '../config.ts';
import { EXIT } from '../exit-codes.ts';

export function addDiscord(program: Command, terminal: Terminal): void {
  program
    .command('discord')
    .description('set-up of Discord')
    .command('register')
    .description('tell Discord the commands, where they changed')
    .option('--guild <id>', 'for this server only, which is instant; else for all')
    .action(async ({ guild }: { readonly guild?: string }) => {
      const { discord } = readConfig(terminal.env);
      if (discord === null)
        throw new UserError(
          'not_configured',
          'DISCORD_TOKEN is not set. Create the bot at https://discord.com/developers/applications, then Bot → Reset Token.',
        );
      if (guild !== undefined && !/^\d{15,22}$/.test(guild))
        throw new UserError('bad_guild', `${guild} is no server id. Right-click the server → Copy Server ID.`);
      const { registerCommands } = await import('../../adapters/discord/register.ts');
      const { makeApi } = await import('../../adapters/discord/rest.ts');
      const api = makeApi({ ...discord, report: () => {} });
      const { kind, names, inviteUrl } = await registerCommands(api, guild ?? null);
      const where = guild === undefined ? 'for all servers' : `for server ${guild}`;
      terminal.out(
        kind === 'unchanged'
          ? `Discord knows the commands ${where} already.\n`
          : `Registered ${names.join(', ')} ${where}.\n`,
      );
      terminal.out(`Add the bot to a server: ${inviteUrl}\n`);
      terminal.end(EXIT.done);
    });
}
