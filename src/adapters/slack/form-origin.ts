import type { SlackViewAction } from '@slack/bolt';
import { channelId, messageId, type ThreadRef, workspaceId } from '../../core/ids.ts';
import { actingTeam } from './acting-team.ts';

/** What a form remembers of where it was opened. It comes back from the client, so the core checks what it names. */
export interface Origin {
  readonly channel: string;
  readonly thread: string | null;
  /** A take or request that it was filled from; of a reason, the take; of settings, the page. */
  readonly target: string | null;
  /** Options that the form has no field for. */
  readonly rest: string;
}

export const toMetadata = ({ channel, thread }: ThreadRef, target: string | null, rest = ''): string =>
  JSON.stringify({ channel, thread, target, rest } satisfies Origin);

export function readOrigin(metadata: string): Origin {
  const read: Partial<Record<keyof Origin, unknown>> = JSON.parse(metadata === '' ? '{}' : metadata);
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    channel: text(read.channel) ?? '',
    thread: text(read.thread),
    target: text(read.target),
    rest: text(read.rest) ?? '',
  };
}

export const toPlace = (team: string, { channel, thread }: Pick<Origin, 'channel' | 'thread'>): ThreadRef => ({
  platform: 'slack',
  workspace: workspaceId(team),
  channel: channelId(channel),
  thread: thread === null ? null : messageId(thread),
});

export function placeOf(body: SlackViewAction): ThreadRef | null {
  const team = actingTeam(body);
  return team === null ? null : toPlace(team, readOrigin(body.view.private_metadata));
}
