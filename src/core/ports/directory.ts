import type { Actor, PersonKind } from '../act/act.ts';
import type { ChannelId, PersonId, Platform, WorkspaceId } from '../ids.ts';

export interface WorkspaceRecord {
  readonly id: WorkspaceId;
  readonly platform: Platform;
  readonly timeZone: string;
  readonly settings: unknown;
  readonly stoppedAt: Date | null;
  /** How often its settings were saved. */
  readonly changes: number;
}

/** `policy` and `settings` are read with the core's readers; `timeZone` is null until somebody's zone is known. */
export interface ChannelRecord {
  readonly workspace: WorkspaceId;
  readonly id: ChannelId;
  readonly name: string;
  readonly timeZone: string | null;
  readonly policy: unknown;
  readonly settings: unknown;
  /** How often its policy or settings were saved. */
  readonly changes: number;
}

export interface PersonRecord {
  readonly id: PersonId;
  readonly name: string;
  readonly kind: PersonKind;
  readonly isAdmin: boolean;
  readonly timeZone: string | null;
  /** The platform's roles that they had when they last acted, where the platform tells them. */
  readonly roles?: readonly string[];
}

/** Workspaces, channels and people as far as the platforms told us of them. */
export interface Directory {
  /** Remembers the workspace, the channel and the person of an act, in one statement, and returns what is known of them. */
  meet(met: {
    readonly platform: Platform;
    readonly workspace: WorkspaceId;
    readonly channel: ChannelId;
    readonly actor: Actor;
    readonly now: Date;
  }): Promise<{ readonly workspace: WorkspaceRecord; readonly channel: ChannelRecord; readonly person: PersonRecord }>;
  /** Remembers people of the workspace in one statement, whether or not they ever acted. */
  learn(workspace: WorkspaceId, people: readonly Actor[], now: Date): Promise<void>;
  loadChannel(
    workspace: WorkspaceId,
    channel: ChannelId,
  ): Promise<{ readonly workspace: WorkspaceRecord; readonly channel: ChannelRecord } | null>;
  /**
   * Saves what the patch names. A policy or settings made from what was read say from which `changes` on: when
   * somebody saved since, it throws TransientError `settings_moved`, and nothing is saved.
   */
  saveChannel(
    workspace: WorkspaceId,
    channel: ChannelId,
    patch: {
      readonly policy?: unknown;
      readonly settings?: unknown;
      readonly timeZone?: string;
      readonly name?: string;
      readonly onto?: number;
    },
  ): Promise<void>;
  /** As saveChannel. */
  saveWorkspace(workspace: WorkspaceId, settings: unknown, onto?: number): Promise<void>;
  /** Everybody known in the workspace. */
  loadPeople(workspace: WorkspaceId): Promise<readonly PersonRecord[]>;
  loadPerson(workspace: WorkspaceId, person: PersonId): Promise<PersonRecord | null>;
}
