import type { ChannelId, WorkspaceId } from '../../core/ids.ts';
import type { Studio } from '../../core/studio/studio.ts';

/** A clip that is stored already: generated takes show it as theirs. */
export interface StoredClip {
  readonly sha256: string;
  readonly media: string;
  readonly bytes: bigint;
  readonly poster: string | null;
}

/** The stores of a studio, its clock, and what is different about a month that is played. */
export interface Stage {
  readonly studio: Studio;
  /** Turns the studio's clock. */
  turn(to: Date): void;
  readonly workspace: WorkspaceId;
  readonly channel: ChannelId;
  readonly clips: readonly StoredClip[];
  /** Told for every message that is due: sends it, or leaves it where nobody looks. */
  readonly send: boolean;
}
