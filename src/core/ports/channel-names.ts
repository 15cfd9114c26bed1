import type { ChannelId, WorkspaceId } from '../ids.ts';

/** How a platform calls a channel: its payloads name it by an id that nobody reads. */
export interface ChannelNames {
  /** Without its `#`; null where the platform doesn't tell. May answer from memory, minutes old. Throws where it can't be asked now. */
  nameOf(workspace: WorkspaceId, channel: ChannelId): Promise<string | null>;
}
