import type { ChannelId, Platform, WorkspaceId } from '../ids.ts';
import type { Studio } from '../studio/studio.ts';

/** The name under which people know a channel: as stored, else as the platform tells it now, else its id. */
export async function findChannelName(
  { channelNames, report }: Pick<Studio, 'channelNames' | 'report'>,
  at: { readonly platform: Platform; readonly workspace: WorkspaceId; readonly channel: ChannelId },
  stored: string,
): Promise<string> {
  if (stored !== '' && stored !== at.channel) return stored;
  try {
    return (await channelNames?.get(at.platform)?.nameOf(at.workspace, at.channel)) ?? at.channel;
  } catch (error) {
    // A bare id can be lived with; a digest that doesn't come can't.
    report.warn({ channel: at.channel, error }, 'a channel could not be asked for its name');
    return at.channel;
  }
}
