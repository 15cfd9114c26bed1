import type { ActEnvelope } from '../act/act.ts';
import type { ChannelPolicy } from '../channel/policy.ts';
import type { ChannelSettings } from '../channel/settings.ts';
import type { ChannelRecord, PersonRecord, WorkspaceRecord } from '../ports/directory.ts';

/** An act with all that is known of where it came from and of who acted. */
export interface Asked {
  readonly envelope: ActEnvelope;
  readonly workspace: WorkspaceRecord;
  readonly channel: ChannelRecord;
  readonly person: PersonRecord;
  readonly policy: ChannelPolicy;
  readonly settings: ChannelSettings;
  /** May change budgets, policy and settings, and decide on requests over the cap (design §6: owners). */
  readonly isOwner: boolean;
}
