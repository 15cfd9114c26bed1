import { readPolicy } from '../channel/policy.ts';
import { readSettings } from '../channel/settings.ts';
import { TransientError } from '../errors.ts';
import type { ChannelRecord, WorkspaceRecord } from '../ports/directory.ts';
import type { Asked } from './asked.ts';
import type { Studio } from './studio.ts';

/** Somebody saved between our reading and our saving; nothing of ours was saved. */
export const settingsMoved = (): TransientError =>
  new TransientError('settings_moved', 'somebody else saved the settings at the same time');

const TRIES = 50;

/** Makes a change on what was read; where somebody else saved meanwhile, once more on what they left. */
export async function onFresh<T>(
  { directory }: Pick<Studio, 'directory'>,
  asked: Asked,
  change: (asked: Asked) => Promise<T>,
): Promise<T> {
  let now = asked;
  for (let tries = 1; ; tries += 1) {
    try {
      return await change(now);
    } catch (error) {
      if (!(error instanceof TransientError) || error.code !== 'settings_moved' || tries === TRIES) throw error;
      const found = await directory.loadChannel(now.workspace.id, now.channel.id);
      if (found !== null) now = { ...now, ...readRules(found) };
    }
  }
}

/** What a channel's records say, as the use-cases read it. */
export function readRules(found: { readonly workspace: WorkspaceRecord; readonly channel: ChannelRecord }) {
  const { workspace, channel } = found;
  const stored = typeof channel.settings === 'object' && channel.settings !== null ? channel.settings : {};
  return {
    workspace,
    channel,
    policy: readPolicy(channel.policy),
    settings: readSettings({ ...stored, timeZone: channel.timeZone ?? workspace.timeZone }),
  };
}
