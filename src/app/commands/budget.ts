import { type Command, InvalidArgumentError } from 'commander';
import { limitOf } from '../../core/budget/reservation.ts';
import { readSettings } from '../../core/channel/settings.ts';
import { toAsked } from '../../core/desk/to-asked.ts';
import { UserError } from '../../core/errors.ts';
import { type ChannelId, channelId, personId, type WorkspaceId, workspaceId } from '../../core/ids.ts';
import { type Micros, readDollars, toDollars } from '../../core/money/micros.ts';
import type { BudgetRow } from '../../core/ports/budget-store.ts';
import { loadScopes } from '../../core/studio/load-scopes.ts';
import type { Terminal } from '../cli.ts';
import type { Composed } from '../compose.ts';
import { withStudio } from '../open-studio.ts';
import { localAct } from './local-act.ts';
import { toTable } from './table.ts';

const LOCAL = 'local';
const KINDS = ['channel', 'workspace', 'person', 'fuse', 'all'] as const;
type Kind = (typeof KINDS)[number];

interface BudgetOptions {
  readonly workspace: string;
  readonly channel: string;
}

export function addBudget(program: Command, terminal: Terminal): void {
  const budget = program
    .command('budget')
    .description('what the command line, or another workspace, has spent, holds and may still spend')
    .option('--workspace <workspace>', 'playground:main, a Slack team, a Discord server', LOCAL)
    .option('--channel <channel>', 'its channel, by id', 'cli')
    .action((options: BudgetOptions) => withStudio(terminal, (composed) => show(composed, options, terminal)));
  budget
    .command('set')
    .description(`set a cap: ${KINDS.join(', ')}`)
    .argument('<kind>', KINDS.join(', '), toKind)
    .argument('<dollars>', 'such as 50 or 12.50', toMicros)
    .action((kind: Kind, cap: Micros) =>
      withStudio(terminal, async (composed) => {
        const options = budget.opts<BudgetOptions>();
        const scope = (await loadRows(composed, options)).find((row) => kindOf(row) === kind);
        if (scope === undefined)
          throw new UserError('no_scope', `A cap per person is set where the people are: /previz budget person 15.`);
        const { studio } = composed;
        const { actor } = localAct(composed, options.channel, { kind: 'command', text: 'budget' });
        const actorId = personId(actor.id);
        const outcome = await studio.budgets.setCap({
          workspace: workspaceId(options.workspace),
          scope: scope.scope,
          period: scope.period,
          cap,
          actor: actorId,
          now: studio.clock.now(),
        });
        terminal.out(
          `The cap of ${scope.scope} is ${toDollars(cap)} now.${outcome === 'frozen' ? ' More than that is committed, so paid takes are frozen there until the cap is raised.' : ''}\n`,
        );
      }),
    );
}

async function show(composed: Composed, options: BudgetOptions, terminal: Terminal): Promise<void> {
  const rows = (await loadRows(composed, options)).map((row) => [
    row.scope,
    row.period,
    toDollars(limitOf(row)),
    toDollars(row.settled + row.overage),
    toDollars(row.held),
    `${toDollars(limitOf(row) - row.settled - row.overage - row.held)}${row.frozen ? ' FROZEN' : ''}`,
  ]);
  terminal.out(toTable(['Scope', 'Period', 'Cap', 'Spent', 'Held', 'Left'], rows));
}

async function loadRows(composed: Composed, { workspace, channel }: BudgetOptions): Promise<readonly BudgetRow[]> {
  if (workspace !== LOCAL) return loadRowsOf(composed, workspaceId(workspace), channelId(channel));
  const { envelope } = localAct(composed, channel, { kind: 'command', text: 'budget' });
  const asked = await toAsked(composed.studio, envelope);
  return composed.studio.budgets.loadRows(await loadScopes(composed.studio, asked));
}

/** Of a workspace where whoever runs the command is nobody: its people, and so their own purses, are left alone. */
async function loadRowsOf(
  { studio }: Composed,
  workspace: WorkspaceId,
  channel: ChannelId,
): Promise<readonly BudgetRow[]> {
  const found = await studio.directory.loadChannel(workspace, channel);
  if (found === null)
    throw new UserError('no_channel', `Previz was never used in a channel “${channel}” of a workspace “${workspace}”.`);
  const stored = typeof found.channel.settings === 'object' ? found.channel.settings : {};
  const settings = readSettings({ ...stored, timeZone: found.channel.timeZone ?? found.workspace.timeZone });
  const nobody = { id: personId(''), name: '', kind: 'external', isAdmin: false, timeZone: null } as const;
  const scopes = await loadScopes(studio, { ...found, person: nobody, settings });
  return studio.budgets.loadRows(scopes.filter(({ kind }) => kind !== 'person'));
}

/** The kind of a scope is told by how its name begins. */
const kindOf = ({ scope }: BudgetRow): Kind => {
  const [head] = scope.split('/');
  return ({ ch: 'channel', ws: 'workspace', us: 'person', fuse: 'fuse' } as const)[head ?? ''] ?? 'all';
};

function toKind(text: string): Kind {
  const kind = KINDS.find((known) => known === text);
  if (kind === undefined) throw new InvalidArgumentError(`There are ${KINDS.join(', ')}.`);
  return kind;
}

function toMicros(text: string): Micros {
  const micros = readDollars(text);
  if (micros === null) throw new InvalidArgumentError('Write an amount in dollars, such as 50 or 12.50.');
  return micros;
}
