import { channelPeriodKey } from '../budget/period.ts';
import { channelScope, DEFAULT_CAPS } from '../budget/scopes.ts';
import type { ChannelSettings } from '../channel/settings.ts';
import type { ChannelId, WorkspaceId } from '../ids.ts';
import type { BudgetRow } from '../ports/budget-store.ts';
import type { Studio } from './studio.ts';

/** What a channel may still spend in its running month or job. */
export async function channelPurse(
  studio: Pick<Studio, 'budgets' | 'clock'>,
  of: { readonly workspace: WorkspaceId; readonly channel: ChannelId; readonly settings: ChannelSettings },
): Promise<BudgetRow> {
  const { budget, timeZone } = of.settings;
  const scope = channelScope(of.workspace, of.channel);
  const cap = budget.kind === 'job' ? budget.cap : DEFAULT_CAPS.channel;
  const period = channelPeriodKey(budget, studio.clock.now(), timeZone);
  const [row] = await studio.budgets.loadRows([{ scope, period, cap }]);
  if (row === undefined) throw new Error(`no counters for ${scope}`);
  return row;
}
