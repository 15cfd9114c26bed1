import { type Command, Option } from 'commander';
import type { Terminal } from '../cli.ts';
import { readConfig } from '../config.ts';

export function addSlack(program: Command, terminal: Terminal): void {
  program
    .command('slack')
    .description('set Slack up')
    .command('manifest')
    .description('print the app manifest, for "Create an app → From a manifest" on api.slack.com/apps')
    .addOption(
      new Option('--transport <kind>', 'socket needs no public address; http needs PUBLIC_URL').choices([
        'socket',
        'http',
      ]),
    )
    .action(async ({ transport }: { readonly transport?: 'socket' | 'http' }) => {
      const { slack, publicUrl } = readConfig(terminal.env);
      const { toManifest } = await import('../../adapters/slack/manifest.ts');
      const manifest = toManifest({
        transport: transport ?? slack?.transport.kind ?? 'socket',
        publicUrl,
        isShared: slack?.workspaces.kind === 'many',
      });
      terminal.out(`${JSON.stringify(manifest, null, 2)}\n`);
      if (publicUrl === null && (transport ?? slack?.transport.kind) === 'http')
        terminal.err('PUBLIC_URL is not set: put your own address in place of https://previz.example.com.\n');
    });
}
