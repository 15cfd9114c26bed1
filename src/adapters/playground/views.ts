import type { ChannelId, PersonId } from '../../core/ids.ts';

/** What the page shows beside the messages; read from the core when asked. Micros are decimal strings, times ISO in UTC. */
export interface PlaygroundViews {
  /** null for those who don't see money. */
  budget(channel: ChannelId, viewer: PersonId): Promise<BudgetView | null>;
  /** Newest first; `query` as in `/previz log`. */
  log(channel: ChannelId, query: string, viewer: PersonId): Promise<readonly LogRow[]>;
  catalog(): Promise<CatalogView>;
  /** What a take or request was asked with, as a command's text, as the viewer may see it: fills the form behind Remix and Edit. Null: not known. */
  brief?(target: string, channel: ChannelId, viewer: PersonId): Promise<string | null>;
}

export interface BudgetView {
  readonly label: string;
  readonly spentMicros: string;
  readonly heldMicros: string;
  readonly capMicros: string;
  readonly period: string;
}

export interface LogRow {
  readonly at: string;
  readonly shot: string;
  readonly take: number;
  readonly who: string;
  /** null for those who don't see prompts. */
  readonly brief: string | null;
  readonly model: string;
  readonly status: string;
  /** null for those who don't see money. `isHeld`: not spent yet. */
  readonly cost: { readonly micros: string; readonly isHeld: boolean } | null;
  readonly decision: string;
  readonly votes: readonly { readonly person: string; readonly vote: string; readonly counted: boolean }[];
  readonly sha256: string | null;
}

export interface CatalogView {
  readonly templates: readonly { readonly name: string; readonly title: string }[];
  readonly models: readonly { readonly id: string; readonly title: string; readonly priceText: string }[];
}
