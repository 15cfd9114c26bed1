import { userInfo } from 'node:os';
import type { Act, ActEnvelope, Actor } from '../../core/act/act.ts';
import { actId, channelId, personId, type WorkspaceId, workspaceId } from '../../core/ids.ts';
import type { Composed } from '../compose.ts';

const LOCAL: WorkspaceId = workspaceId('local');

/** An act of whoever runs the command: workspace `local`, its owner by being at the machine. */
export function localAct(
  { studio }: Composed,
  channel: string,
  act: Act,
): { readonly envelope: ActEnvelope; readonly workspace: WorkspaceId; readonly actor: Actor } {
  const { username } = userInfo();
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const actor: Actor = { id: personId(username), name: username, kind: 'member', isAdmin: true, timeZone };
  const id = actId(studio.chance.id());
  const place = { platform: 'local', workspace: LOCAL, channel: channelId(channel), thread: null } as const;
  return {
    envelope: { id, place, actor, deliveryKey: id, domainKey: null, at: studio.clock.now(), act },
    workspace: LOCAL,
    actor,
  };
}
