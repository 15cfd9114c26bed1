import type { ActEnvelope } from '../../core/act/act.ts';
import type { Brief } from '../../core/command/brief.ts';
import type { FilledBrief, FormViewer } from '../../core/form/request-form.ts';
import type { Problems } from '../../core/form/save-settings.ts';
import type { SettingsPage } from '../../core/form/settings-form.ts';
import type { HomeFacts, Visitor } from '../../core/home/read-home.ts';
import type { ThreadRef } from '../../core/ids.ts';

/** What forms and the home show; read from the core when asked. */
export interface SlackViews {
  catalog(): Catalog;
  /** Why nothing can be asked for here, in words; null where it can. */
  closed(place: ThreadRef): Promise<string | null>;
  /** What a take or a waiting request was asked with, as the viewer may see it; null: not known here. */
  brief(viewer: FormViewer, target: string): Promise<FilledBrief | null>;
  /** What the brief would cost at most, and what is left to spend, in words; null for those who see no money. */
  price(viewer: FormViewer, brief: Brief): Promise<string | null>;
  /** The page of the settings that the act names, as its author may see it. */
  settings(opened: ActEnvelope): Promise<SettingsPage>;
  /** What stands in the way of saving, by field; nothing is saved. */
  checkSettings(sent: ActEnvelope): Promise<Problems>;
  home(visitor: Visitor): Promise<HomeFacts>;
}

export interface Named {
  readonly name: string;
  readonly title: string;
}

export interface Catalog {
  readonly templates: readonly Named[];
  readonly models: readonly Named[];
}
