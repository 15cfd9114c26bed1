import { type Command, InvalidArgumentError } from 'commander';
import { limitOf } from '../../core/budget/reservation.ts';
import { toAsked } from '../../core/desk/to-asked.ts';
import { personId } from '../../core/ids.ts';
import { type Micros, readDollars, toDollars } from '../../core/money/micros.ts';
import type { BudgetRow } from '../../core/ports/budget-store.ts';
import { loadScopes } from '../../core/studio/load-scopes.ts';
import type { Terminal } from '../cli.ts';
import type { Composed } from '../compose.ts';
import { withStudio } from '../open-studio.ts';
import { localAct } from './local-act.ts';
import { toTable } from './table.ts';

const KINDS = ['channel', 'workspace', 'person', 'fuse', 'all'] as const;
type Kind = (typeof KINDS)[number];

interface BudgetOptions {
  readonly channel: string;
}

export function addBudget(program: Command, terminal: Terminal): void {
  const budget = program
    .command('budget')
    .description('what the command line has spent, holds and may still spend')
    .option('--channel <channel>', 'the channel of the command line', 'cli')
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
        if (scope === undefined) throw new Error(`no scope of kind ${kind}`);
        const { studio } = composed;
        const { workspace, actor } = localAct(composed, options.channel, { kind: 'command', text: 'budget' });
        const actorId = personId(actor.id);
        const outcome = await studio.budgets.setCap({
          workspace,
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

async function loadRows(composed: Composed, { channel }: BudgetOptions): Promise<readonly BudgetRow[]> {
  const { envelope } = localAct(composed, channel, { kind: 'command', text: 'budget' });
  const asked = await toAsked(composed.studio, envelope);
  return composed.studio.budgets.loadRows(await loadScopes(composed.studio, asked));
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
