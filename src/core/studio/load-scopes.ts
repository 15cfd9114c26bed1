import { type BudgetScope, everybodyScope, scopesOf } from '../budget/scopes.ts';
import type { Asked } from './asked.ts';
import type { Studio } from './studio.ts';

/** The scopes that a paid request of this person here would have to fit into, with the caps that hold. */
export async function loadScopes(
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
