import type { Command } from 'commander';
import { UserError } from '../../core/errors.ts';
import { workspaceId } from '../../core/ids.ts';
import { toDollars } from '../../core/money/micros.ts';
import type { Terminal } from '../cli.ts';
import { withStudio } from '../open-studio.ts';
import { addModels } from './models.ts';
import { toTable } from './table.ts';

export function addLook(program: Command, terminal: Terminal): void {
  addModels(program, terminal);
  program
    .command('templates')
    .description('the templates, built in and the team’s own')
    .action(() =>
      withStudio(terminal, async ({ studio }) => {
        const rows = [...studio.catalog.templates.values()].map(({ template, version }) => [
          template.name,
          version,
          template.title,
          template.description,
        ]);
        terminal.out(toTable(['Template', 'Version', 'Title', 'What it is for'], rows));
      }),
    );
  program
    .command('show')
    .description('a shot with its takes')
    .argument('<slug>', 'such as PV-0042')
    .option('--workspace <workspace>', 'whose shot', 'local')
    .action((slug: string, options: { readonly workspace: string }) =>
      withStudio(terminal, async ({ studio }) => {
        const shot = await studio.show.loadShot(workspaceId(options.workspace), { slug: slug.toUpperCase() });
        if (shot === null)
          throw new UserError(
            'no_shot',
            `There is no shot ${slug} in workspace ${options.workspace}. previz log lists them; --workspace playground:main looks in the playground.`,
          );
        terminal.out(`${shot.slug}  ${shot.scene}\n`);
        const rows = shot.takes.map((take) => [
          String(take.number),
          take.model,
          take.failure === null ? take.state : `${take.state}: ${take.failure}`,
          `${take.decision.state}${take.decision.finalAt === null ? '' : ', final'}`,
          toDollars(take.cost ?? take.estimate),
          take.media ?? '',
        ]);
        terminal.out(toTable(['Take', 'Model', 'State', 'Decision', 'Cost', 'Media'], rows));
      }),
    );
}
