import type { ScopeKind } from '../budget/scopes.ts';
import type { BudgetRow } from '../ports/budget-store.ts';
import type { Asked } from '../studio/asked.ts';
import { loadScopes } from '../studio/load-scopes.ts';
import type { Studio } from '../studio/studio.ts';

/** One scope of the asker's money with its counters in the running period. */
export interface PurseView {
  readonly kind: ScopeKind;
  readonly row: BudgetRow;
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
