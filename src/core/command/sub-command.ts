import type { Right } from '../channel/roles.ts';
import type { Micros } from '../money/micros.ts';
import type { Slug } from '../shot/slug.ts';
import type { Ratio } from '../take/ratio.ts';
import type { Since } from './since.ts';

export const SUB_NAMES = [
  'help',
  'status',
  'show',
  'cancel',
  'rename',
  'reopen',
  'templates',
  'models',
  'budget',
  'policy',
  'log',
  'digest',
  'settings',
] as const;

export type SubName = (typeof SUB_NAMES)[number];

/** Everything that `/previz` does besides reading a scene, with its arguments read. */
export type SubCommand =
  | { readonly kind: 'help'; readonly topic: SubName | null }
  | { readonly kind: 'status' }
  | { readonly kind: 'show'; readonly slug: Slug }
  /** Without a slug: the shot of this thread, or the asker's own running takes. */
  | { readonly kind: 'cancel'; readonly slug: Slug | null; readonly take: number | null }
  | { readonly kind: 'rename'; readonly slug: Slug; readonly to: Slug }
  | { readonly kind: 'reopen'; readonly slug: Slug; readonly take: number | null }
  | { readonly kind: 'templates'; readonly name: string | null }
  | { readonly kind: 'models' }
  | { readonly kind: 'budget'; readonly change: BudgetCommand }
  | { readonly kind: 'policy'; readonly change: PolicyCommand }
  /** `channel` is as written (`#name`, an id, a platform's link form). */
  | {
      readonly kind: 'log';
      readonly query: string | null;
      readonly channel: string | null;
      readonly since: Since | null;
    }
  | { readonly kind: 'digest'; readonly change: DigestCommand }
  | { readonly kind: 'settings'; readonly change: SettingsCommand };

export type BudgetCommand =
  | { readonly kind: 'show' }
  | { readonly kind: 'channel'; readonly micros: Micros; readonly period: 'month' | 'day' }
  /** `until` is a day, `YYYY-MM-DD`, in the channel's zone. */
  | { readonly kind: 'job'; readonly number: string; readonly micros: Micros; readonly until: string | null }
  | { readonly kind: 'workspace' | 'person' | 'fuse'; readonly micros: Micros }
  /** `to` is the person as written (`@ana`, a platform's link form). */
  | { readonly kind: 'grant'; readonly micros: Micros; readonly to: string | null; readonly reason: string | null };

export type PolicyCommand =
  | { readonly kind: 'show' }
  | { readonly kind: 'approve-quorum' | 'reject-quorum'; readonly count: number }
  | { readonly kind: 'strict' | 'slate'; readonly on: boolean }
  /** null: as the platform says. */
  | { readonly kind: 'external'; readonly on: boolean | null }
  /** People or roles as written; empty: everyone who may vote by the general rule. */
  | { readonly kind: 'approvers'; readonly who: readonly string[] }
  | { readonly kind: 'emoji'; readonly vote: 'approve' | 'reject'; readonly emoji: readonly string[] }
  /** null: any provider. */
  | { readonly kind: 'providers'; readonly allowed: readonly string[] | null }
  /** In the whole workspace: what stops a request, what warns, what is never looked at. Empty: none of one's own. */
  | { readonly kind: 'words'; readonly list: 'stop' | 'warn' | 'allow'; readonly words: readonly string[] }
  /** null: the house's choice. */
  | { readonly kind: 'draft-model' | 'final-model'; readonly model: string | null };

export type DigestCommand =
  | { readonly kind: 'show' }
  | { readonly kind: 'now' }
  /** `2026-W47`, or `W47` of this year; whether there is such a week isn't looked at yet. */
  | { readonly kind: 'week'; readonly week: string }
  /** Over all channels, for budget owners. */
  | { readonly kind: 'workspace'; readonly change: WorkspaceDigestCommand }
  | { readonly kind: 'switch'; readonly on: boolean }
  | { readonly kind: 'people'; readonly on: boolean }
  /** What a shot took before Previz. */
  | { readonly kind: 'baseline'; readonly baseline: { readonly minutes: number; readonly cost: Micros } | null }
  /** ISO weekday: 1 is Monday. In the channel's zone. */
  | { readonly kind: 'weekly'; readonly weekday: number; readonly hour: number; readonly minute: number };

/** What can be said of the digest over all channels: it has no baseline and counts nobody. */
export type WorkspaceDigestCommand = Exclude<DigestCommand, { readonly kind: 'workspace' | 'people' | 'baseline' }>;

/** A value of null takes the setting back to the house's default. */
export type SettingsCommand =
  | { readonly kind: 'show' }
  | { readonly kind: 'zone'; readonly zone: string | null }
  | { readonly kind: 'ratio'; readonly ratio: Ratio | null }
  | { readonly kind: 'seconds'; readonly seconds: number | null }
  | { readonly kind: 'template'; readonly template: string | null }
  | { readonly kind: 'model'; readonly model: string | null }
  /** In the whole workspace. `role` as the platform writes it; null: the usual rule. */
  | { readonly kind: 'role'; readonly right: Right; readonly role: string | null };
