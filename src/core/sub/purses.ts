import { type BudgetScope, everybodyScope, type ScopeKind, scopesOf } from '../budget/scopes.ts';
import type { BudgetRow } from '../ports/budget-store.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';

/** One scope of the asker's money with its counters in the running period. */
export interface PurseView {
  readonly kind: ScopeKind;
  readonly row: BudgetRow;
}

/** The scopes that a paid request of this person here would have to fit into, with the caps that hold. */
async function loadScopes(
  studio: Pick<Studio, 'budgets' | 'house' | 'clock'>,
  asked: Pick<Asked, 'workspace' | 'channel' | 'person' | 'settings'>,
): Promise<readonly BudgetScope[]> {
  const { workspace, settings } = asked;
  const within = (caps: ReadonlyMap<string, bigint>) =>
    scopesOf({
      workspace: workspace.id,
      channel: asked.channel.id,
      person: asked.person.id,
      at: studio.clock.now(),
      settings: {
        channelZone: settings.timeZone,
        workspaceZone: workspace.timeZone,
        budget: settings.budget,
        dailyFuse: studio.house.dailyFuse,
        caps,
      },
    });
  const names = [...within(new Map()).map(({ scope }) => scope), everybodyScope(workspace.id)];
  return within(await studio.budgets.loadRules(names));
}

/** The purses in the order in which people think of them: the channel first. */
export async function loadPurses(
  studio: Pick<Studio, 'budgets' | 'house' | 'clock'>,
  asked: Pick<Asked, 'workspace' | 'channel' | 'person' | 'settings'>,
): Promise<readonly PurseView[]> {
  const scopes = await loadScopes(studio, asked);
  const rows = await studio.budgets.loadRows(scopes);
  return ORDER.flatMap((kind) => {
    const scope = scopes.find((known) => known.kind === kind);
    const row = rows.find((known) => known.scope === scope?.scope && known.period === scope.period);
    return row === undefined ? [] : [{ kind, row }];
  });
}

const ORDER: readonly ScopeKind[] = ['channel', 'person', 'workspace', 'fuse', 'all'];
