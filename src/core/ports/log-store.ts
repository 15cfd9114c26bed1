import type { WorkspaceId } from '../ids.ts';

/** One line of the generation log, as `previz log --format jsonl` prints it (design §5); micros are decimal strings, times ISO in UTC. */
export interface LogLine {
  readonly take_id: string;
  readonly shot: string;
  readonly take: number;
  readonly parent_take_id: string | null;
  readonly platform: string;
  readonly workspace: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly requested_by: string;
  readonly requested_at: string;
  readonly brief: string;
  readonly template: string;
  readonly template_version: string;
  readonly prompt: string;
  readonly provider: string;
  readonly model: string;
  readonly params: unknown;
  readonly status: string;
  readonly failure: string | null;
  readonly estimate_micros: string;
  readonly cost_micros: string | null;
  readonly sha256: string | null;
  readonly media: string | null;
  readonly message_id: string | null;
  readonly decision: { readonly state: string; readonly final_at: string | null; readonly self_approved: boolean };
  readonly votes: readonly {
    readonly person: string;
    readonly vote: string;
    readonly at: string;
    readonly source: string;
    readonly counted: boolean;
  }[];
  readonly disposition: string | null;
  /** `draft` or `final`, where it was asked for as one; a final's `parent_take_id` is the draft that it came of. */
  readonly tier: string | null;
  /** The original carries Content Credentials (C2PA); null where there is no clip. */
  readonly credentials: boolean | null;
  /** The contact strip beside the clip, as `media` is. */
  readonly strip: string | null;
  /** The owner who let the request through although moderation had stopped it. */
  readonly let_through_by: string | null;
}

export interface LogQuery {
  /** null reads every workspace: for the command line of whoever runs the installation. */
  readonly workspace: WorkspaceId | null;
  readonly channel: string | null;
  /** Words that all must be found in slug, brief, prompt, model or status. */
  readonly words: readonly string[];
  readonly since: Date | null;
  readonly limit: number | null;
}

export interface LogStore {
  /** Newest first, read in pages so that a long log stays small in memory. Requests that a budget or a brake stopped come as lines of status `refused_budget`, those that moderation stopped as `refused`, those that an owner declined as `declined`; `failure` says why. */
  read(query: LogQuery): AsyncIterable<LogLine>;
}
