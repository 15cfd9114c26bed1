import type { Brief } from '../../core/command/brief.ts';
import type { ChannelId, PersonId, ThreadRef, WorkspaceId } from '../../core/ids.ts';

/** What forms and the home show; read from the core when asked. */
export interface SlackViews {
  catalog(): Catalog;
  /** What a take or a waiting request was asked with; null: not known here. */
  brief(place: ThreadRef, target: string): Promise<FilledBrief | null>;
  /** What the brief would cost at most, and what is left to spend, in words. */
  price(place: ThreadRef, brief: Brief): Promise<{ readonly price: string; readonly left: string }>;
  settings(place: ThreadRef): Promise<ChannelChoices>;
  home(workspace: WorkspaceId, person: PersonId): Promise<HomeFacts>;
}

export interface Named {
  readonly name: string;
  readonly title: string;
}

export interface Catalog {
  readonly templates: readonly Named[];
  readonly models: readonly Named[];
}

export interface FilledBrief {
  readonly brief: Brief;
  /** The take that a remix starts from; null for a request that hasn't run. */
  readonly parentTake: string | null;
}

export interface ChannelChoices {
  readonly timeZone: string;
  readonly seconds: number;
  readonly ratio: string;
  readonly template: string | null;
  readonly model: string | null;
}

export interface HomeFacts {
  readonly shots: readonly {
    readonly slug: string;
    readonly scene: string;
    readonly state: string;
    readonly channel: ChannelId;
  }[];
  readonly openVotes: readonly { readonly slug: string; readonly take: number; readonly channel: ChannelId }[];
  readonly budgets: readonly { readonly channel: ChannelId; readonly words: string }[];
}
