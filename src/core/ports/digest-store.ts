import type { Card } from '../card/card.ts';
import type { CountedTake } from '../digest/facts.ts';
import type { ChannelShare } from '../digest/workspace-digest.ts';
import type { ChannelId, OutboxId, PersonId, WorkspaceId } from '../ids.ts';
import type { Micros } from '../money/micros.ts';

/** Whose digest: a channel's, or the workspace's over all its channels (then `channel` is empty). */
export interface DigestOf {
  readonly kind: 'channel' | 'workspace';
  readonly workspace: WorkspaceId;
  readonly channel: ChannelId;
}

export interface DueDigest extends DigestOf {
  readonly zone: string;
  /** The ISO week that it tells: `2026-W47`. */
  readonly period: string;
  readonly due: Date;
}

export type DigestState = 'making' | 'posted' | 'empty' | 'given-up';

export interface DigestMessage {
  readonly id: OutboxId;
  readonly channel: ChannelId;
  /** Set where only this person sees it. */
  readonly person: PersonId | null;
  readonly card: Card;
}

/** Digests are rows: what is due is a question to the database, and who makes one holds its row meanwhile. */
export interface DigestStore extends DigestFacts {
  /** The digests that are due now, oldest first; with `only`, that one if it is. */
  due(now: Date, ask: { readonly limit: number; readonly only?: DigestOf }): Promise<readonly DueDigest[]>;
  /** Holds the digest of a week until then; null when it is made, or somebody else makes it. `tries` counts this time. */
  begin(
    of: DigestOf,
    hold: { readonly id: string; readonly period: string; readonly until: Date; readonly now: Date },
  ): Promise<{ readonly id: string; readonly tries: number } | null>;
  /** Whoever holds it is still at it. */
  extend(id: string, until: Date): Promise<void>;
  /** It could not be made now, through no fault of its own: nobody tries before then, and this time is not counted. */
  postpone(id: string, until: Date): Promise<void>;
  /** Ends it, its messages in the same commit; false when somebody else was first. */
  finish(end: {
    readonly id: string;
    readonly state: Exclude<DigestState, 'making'>;
    readonly note: string | null;
    readonly messages: readonly DigestMessage[];
    readonly now: Date;
  }): Promise<boolean>;
  /** What became of a week's digest, and of its first message; null when there is none yet. */
  find(of: DigestOf, period: string): Promise<FoundDigest | null>;
  /** The newest digest of somebody that could not be told, with why; null where the newest was told, or there is none. */
  findTrouble(of: DigestOf): Promise<DigestTrouble | null>;
}

export interface DigestTrouble {
  readonly period: string;
  readonly why: string;
}

/** What a digest counts, read from the log and the ledger. */
export interface DigestFacts {
  /** The takes of a channel that a span can count: those that moved since, are open, or belong to a shot decided since. */
  loadTakes(span: {
    readonly workspace: WorkspaceId;
    readonly channel: ChannelId;
    readonly since: Date;
    readonly until: Date;
  }): Promise<readonly CountedTake[]>;
  /** What a purse's period had spent and held at that time, by the ledger. */
  loadSpent(of: {
    readonly workspace: WorkspaceId;
    readonly channel: ChannelId;
    readonly scope: string;
    readonly period: string;
    readonly until: Date;
  }): Promise<{ readonly spent: Micros; readonly held: Micros }>;
  /** The channels of a workspace in which something was made, decided or billed, most spent first. */
  loadShares(span: {
    readonly workspace: WorkspaceId;
    readonly from: Date;
    readonly until: Date;
  }): Promise<readonly ChannelShare[]>;
  /** What a workspace spent between each two neighbours of `edges`. */
  loadSpentByDay(of: { readonly workspace: WorkspaceId; readonly edges: readonly Date[] }): Promise<readonly Micros[]>;
  /** Requests of the span from which no take came: a budget, a brake, an owner or the word policy refused them. */
  loadRefused(span: {
    readonly workspace: WorkspaceId;
    readonly channel: ChannelId;
    readonly from: Date;
    readonly until: Date;
  }): Promise<readonly { readonly cause: string; readonly count: number }[]>;
}

export interface FoundDigest {
  readonly state: DigestState;
  readonly note: string | null;
  readonly madeAt: Date | null;
  /** Why its message could not be posted; null where it was, or is on its way. */
  readonly undelivered: string | null;
}
