import type { ChannelId, PersonId, WorkspaceId } from '../ids.ts';
import type { Micros } from '../money/micros.ts';
import type { ScopeCap } from './request-store.ts';

/** The counters of one scope in one period. */
export interface BudgetRow extends ScopeCap {
  readonly granted: Micros;
  readonly held: Micros;
  readonly settled: Micros;
  readonly overage: Micros;
  readonly frozen: boolean;
}

export interface BudgetStore {
  /** The caps that somebody set, by scope; a scope that is missing has its default. */
  loadRules(scopes: readonly string[]): Promise<ReadonlyMap<string, Micros>>;
  /** The counters, in the order asked; a row that was never used is returned with zeros and the cap that somebody set, else the one given. */
  loadRows(scopes: readonly ScopeCap[]): Promise<readonly BudgetRow[]>;
  /**
   * Counts from now on. `frozen` when more is committed than the new cap. Settings that come with a channel's cap are
   * saved together with it, and as the directory saves them: TransientError `settings_moved`, and neither is.
   */
  setCap(change: {
    readonly workspace: WorkspaceId;
    readonly scope: string;
    readonly period: string;
    readonly cap: Micros;
    readonly actor: PersonId;
    readonly now: Date;
    readonly with?: { readonly channel: ChannelId; readonly settings: unknown; readonly onto: number };
  }): Promise<'set' | 'frozen'>;
  /** Claims the notice of this level (80, 100) of a scope's period: true once. */
  claimNotice(scope: string, period: string, level: number): Promise<boolean>;
  /** The kill switch of the installation; read before each submission. */
  stopSpending(by: string, now: Date): Promise<void>;
  resumeSpending(): Promise<void>;
  spendingStopped(): Promise<{ readonly by: string; readonly at: Date } | null>;
}
