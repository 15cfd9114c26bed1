import type { ChannelBudget } from '../channel/settings.ts';
import type { ChannelId, PersonId, WorkspaceId } from '../ids.ts';
import type { Micros } from '../money/micros.ts';
import { channelPeriodKey, type PeriodKind, periodKey } from './period.ts';

/** One purse that a reservation must fit into. `scope` and `period` are the key of its row. */
export interface BudgetScope {
  readonly scope: string;
  readonly kind: ScopeKind;
  readonly periodKind: PeriodKind;
  readonly period: string;
  readonly cap: Micros;
  readonly zone: string;
}

export type ScopeKind = 'channel' | 'workspace' | 'fuse' | 'person' | 'all';

/** What counts where nobody set a cap (design §9): a missing row is never "no limit". */
export const DEFAULT_CAPS: Readonly<Record<ScopeKind, Micros>> = {
  channel: 50_000_000n,
  workspace: 200_000_000n,
  fuse: 40_000_000n,
  person: 15_000_000n,
  all: 100_000_000n,
};

export interface Spender {
  readonly workspace: WorkspaceId;
  /** The parent channel: threads and forum posts bill it. */
  readonly channel: ChannelId;
  readonly person: PersonId;
  readonly settings: {
    readonly channelZone: string;
    readonly workspaceZone: string;
    readonly budget: ChannelBudget;
    /** Caps that somebody set, by scope. `us/<workspace>` without a person is for everybody who has none of their own. */
    readonly caps: ReadonlyMap<string, Micros>;
    /** PREVIZ_DAILY_FUSE; null where it is not set. */
    readonly dailyFuse: Micros | null;
  };
  readonly at: Date;
}

export const channelScope = (workspace: WorkspaceId, channel: ChannelId) => `ch/${workspace}/${channel}`;
export const workspaceScope = (workspace: WorkspaceId) => `ws/${workspace}`;
export const fuseScope = (workspace: WorkspaceId) => `fuse/${workspace}`;
export const everybodyScope = (workspace: WorkspaceId) => `us/${workspace}`;
export const personScope = (workspace: WorkspaceId, person: PersonId) => `us/${workspace}/${person}`;
export const ALL_SCOPE = 'all';

/** The scopes of a request, sorted: locks taken in one order can't deadlock. */
export function scopesOf(spender: Spender): readonly BudgetScope[] {
  const { workspace, channel, person, settings, at } = spender;
  const { budget, caps } = settings;
  const capOf = (kind: ScopeKind, ...scopes: string[]) =>
    scopes.map((scope) => caps.get(scope)).find((cap) => cap !== undefined) ?? DEFAULT_CAPS[kind];
  const counted = (kind: ScopeKind, periodKind: 'month' | 'day', zone: string) =>
    ({ kind, periodKind, zone, period: periodKey(periodKind, at, zone) }) as const;
  const scopes: readonly BudgetScope[] = [
    {
      scope: channelScope(workspace, channel),
      kind: 'channel',
      periodKind: budget.kind,
      zone: settings.channelZone,
      period: channelPeriodKey(budget, at, settings.channelZone),
      cap: budget.kind === 'job' ? budget.cap : capOf('channel', channelScope(workspace, channel)),
    },
    {
      scope: workspaceScope(workspace),
      ...counted('workspace', 'month', settings.workspaceZone),
      cap: capOf('workspace', workspaceScope(workspace)),
    },
    {
      scope: fuseScope(workspace),
      ...counted('fuse', 'day', settings.workspaceZone),
      cap: capOf('fuse', fuseScope(workspace)),
    },
    {
      scope: personScope(workspace, person),
      ...counted('person', 'day', settings.workspaceZone),
      cap: capOf('person', personScope(workspace, person), everybodyScope(workspace)),
    },
    { scope: ALL_SCOPE, ...counted('all', 'day', 'UTC'), cap: settings.dailyFuse ?? capOf('all', ALL_SCOPE) },
  ];
  return scopes.toSorted((a, b) => (a.scope < b.scope ? -1 : 1));
}
