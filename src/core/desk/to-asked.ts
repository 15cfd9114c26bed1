import type { ActEnvelope } from '../act/act.ts';
import { readPolicy } from '../channel/policy.ts';
import { readSettings } from '../channel/settings.ts';
import { readTimeZone } from '../channel/time-zone.ts';
import type { ChannelRecord, PersonRecord, WorkspaceRecord } from '../ports/directory.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';

/** Meets whoever acted, and reads what is known of the place. The first person whose zone is known gives it to the channel. */
export async function toAsked(studio: Studio, envelope: ActEnvelope): Promise<Asked> {
  const { place, actor } = envelope;
  const met = await studio.directory.meet({
    platform: place.platform,
    workspace: place.workspace,
    channel: place.channel,
    actor,
    now: studio.clock.now(),
  });
  const zone = met.channel.timeZone === null ? readTimeZone(actor.timeZone ?? '') : null;
  if (zone === null) return askedOf(studio, envelope, met);
  await studio.directory.saveChannel(place.workspace, place.channel, { timeZone: zone });
  return askedOf(studio, envelope, { ...met, channel: { ...met.channel, timeZone: zone } });
}

interface Met {
  readonly workspace: WorkspaceRecord;
  readonly channel: ChannelRecord;
  readonly person: PersonRecord;
}

function askedOf(studio: Studio, envelope: ActEnvelope, { workspace, channel, person }: Met): Asked {
  const stored = typeof channel.settings === 'object' && channel.settings !== null ? channel.settings : {};
  return {
    envelope,
    workspace,
    channel,
    person,
    policy: readPolicy(channel.policy),
    settings: readSettings({ ...stored, timeZone: channel.timeZone ?? workspace.timeZone }),
    isOwner: workspace.platform === 'local' || person.isAdmin || studio.house.owners.includes(person.id),
  };
}
