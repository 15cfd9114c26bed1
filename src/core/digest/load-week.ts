import { channelPeriodKey, type IsoWeek } from '../budget/period.ts';
import { channelScope, DEFAULT_CAPS } from '../budget/scopes.ts';
import type { ChannelSettings } from '../channel/settings.ts';
import type { ChannelId, WorkspaceId } from '../ids.ts';
import type { Studio } from '../studio/studio.ts';
import { countWeek, type WeekCount } from './count-week.ts';
import type { DigestBudget, DigestSpan } from './facts.ts';
import { lookBack, spanOf } from './span.ts';

export interface WeekFacts {
  readonly span: DigestSpan;
  readonly count: WeekCount;
  readonly budget: DigestBudget;
}

type Stores = Pick<Studio, 'digests' | 'budgets' | 'clock'>;

export interface Place {
  readonly workspace: WorkspaceId;
  readonly channel: ChannelId;
  readonly settings: ChannelSettings;
}

/** The numbers of a channel's week, from the log and the ledger; null for a week that has not begun. */
export async function loadWeek(studio: Stores, place: Place, week: IsoWeek): Promise<WeekFacts | null> {
  const span = spanOf(week, studio.clock.now(), place.settings.timeZone);
  if (span === null) return null;
  const { workspace, channel } = place;
  const takes = await studio.digests.loadTakes({ workspace, channel, since: lookBack(span), until: span.until });
  const refused = await studio.digests.loadRefused({ workspace, channel, from: week.from, until: span.until });
  return { span, count: countWeek(takes, span, refused), budget: await loadBudget(studio, place, span) };
}

/** The purse of the period in which the span ends, as it stood then: a digest that is made late says the same. */
async function loadBudget(
  studio: Stores,
  { workspace, channel, settings }: Place,
  span: DigestSpan,
): Promise<DigestBudget> {
  const { budget, timeZone } = settings;
  const scope = channelScope(workspace, channel);
  const rules = await studio.budgets.loadRules([scope]);
  const cap = budget.kind === 'job' ? budget.cap : (rules.get(scope) ?? DEFAULT_CAPS.channel);
  const period = channelPeriodKey(budget, new Date(span.until.getTime() - 1), timeZone);
  const [row] = await studio.budgets.loadRows([{ scope, period, cap }]);
  if (row === undefined) throw new Error(`no counters for ${scope}`);
  const { spent, held } = await studio.digests.loadSpent({ workspace, channel, scope, period, until: span.until });
  return {
    kind: budget.kind,
    period,
    cap: row.cap,
    granted: row.granted,
    spent,
    held,
    endsOn: budget.kind === 'job' ? budget.endsOn : null,
  };
}
