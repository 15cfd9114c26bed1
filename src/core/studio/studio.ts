import type { PersonId, Platform } from '../ids.ts';
import type { Model } from '../model/model.ts';
import type { Micros } from '../money/micros.ts';
import type { ActInbox } from '../ports/act-inbox.ts';
import type { BudgetStore } from '../ports/budget-store.ts';
import type { ChannelNames } from '../ports/channel-names.ts';
import type { ChatSurface } from '../ports/chat-surface.ts';
import type { DigestPainter } from '../ports/digest-painter.ts';
import type { DigestStore } from '../ports/digest-store.ts';
import type { Directory } from '../ports/directory.ts';
import type { DueWork } from '../ports/due-work.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { LogStore } from '../ports/log-store.ts';
import type { MediaStore } from '../ports/media-store.ts';
import type { Moderator } from '../ports/moderator.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { ReferenceShelf } from '../ports/reference-shelf.ts';
import type { RequestStore } from '../ports/request-store.ts';
import type { Revival } from '../ports/revival.ts';
import type { Roster } from '../ports/roster.ts';
import type { ShowStore } from '../ports/show-store.ts';
import type { TakeStore } from '../ports/take-store.ts';
import type { VideoProvider } from '../ports/video-provider.ts';
import type { VoteStore } from '../ports/vote-store.ts';
import type { Template } from '../template/template.ts';

/** Everything that the use-cases work with: the ports, and what was configured. Made once, in `app/compose.ts`. */
export interface Studio {
  readonly inbox: ActInbox;
  readonly requests: RequestStore;
  readonly takes: TakeStore;
  readonly outbox: Outbox;
  readonly revival: Revival;
  readonly directory: Directory;
  readonly budgets: BudgetStore;
  readonly votes: VoteStore;
  readonly due: DueWork;
  readonly show: ShowStore;
  readonly log: LogStore;
  readonly digests: DigestStore;
  readonly painter: DigestPainter;
  readonly media: MediaStore;
  readonly references: ReferenceShelf;
  /** null: no host's check is configured, and the word policy stands alone. */
  readonly moderator: Moderator | null;
  readonly queue: JobQueue;
  readonly providers: ReadonlyMap<string, VideoProvider>;
  readonly surfaces: ReadonlyMap<Platform, ChatSurface>;
  /** Platforms that can be asked about people and rooms. */
  readonly rosters: ReadonlyMap<Platform, Roster>;
  /** Platforms that can be asked how their channels are called. */
  readonly channelNames?: ReadonlyMap<Platform, ChannelNames>;
  readonly catalog: Catalog;
  readonly house: House;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly report: Report;
}

/** What a brief may name. */
export interface Catalog {
  readonly models: ReadonlyMap<string, Model>;
  readonly templates: ReadonlyMap<string, { readonly template: Template; readonly version: string }>;
}

/** What the installation chose for all its workspaces. */
export interface House {
  readonly draftModel: string;
  readonly finalModel: string | null;
  readonly template: string;
  readonly dailyFuse: Micros;
  /** Where an owner sees what a provider charged, by the provider's name. */
  readonly providerPages?: Readonly<Record<string, string>>;
  /** Budget owners by platform id, besides the platform's admins. */
  readonly owners: readonly PersonId[];
  /** How long a message that was not sent waits for its second try; left out: a second. */
  readonly resendFirstMs?: number;
}

export interface Clock {
  now(): Date;
}

export interface Chance {
  /** A new id that nobody has; letters, digits and dashes. */
  id(): string;
  /** A seed for a model, 0 … 2^31-1. */
  seed(): number;
}

/** Where things that an operator should know go: a constant message, data in fields. */
export interface Report {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}
