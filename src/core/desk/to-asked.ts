import type { ActEnvelope, Actor } from '../act/act.ts';
import { hasRole, readRoles } from '../channel/roles.ts';
import { readTimeZone } from '../channel/time-zone.ts';
import type { ChannelRecord, PersonRecord, WorkspaceRecord } from '../ports/directory.ts';
import type { Asked } from '../studio/asked.ts';
import { readRules } from '../studio/on-fresh.ts';
import { isOwner } from '../studio/owners.ts';
import type { Studio } from '../studio/studio.ts';
import { knowPeople } from './know-people.ts';

/** Meets whoever acted, and reads what is known of the place. The first person whose zone is known gives it to the channel. */
export async function toAsked(studio: Studio, envelope: ActEnvelope): Promise<Asked> {
  const { place } = envelope;
  const actor = await describe(studio, envelope);
  const met = await studio.directory.meet({
    platform: place.platform,
    workspace: place.workspace,
    channel: place.channel,
    actor,
    now: studio.clock.now(),
  });
  const zone = met.channel.timeZone === null ? readTimeZone(actor.timeZone ?? '') : null;
  const described = { ...envelope, actor };
  if (zone === null) return askedOf(studio, described, met);
  await studio.directory.saveChannel(place.workspace, place.channel, { timeZone: zone });
  return askedOf(studio, described, { ...met, channel: { ...met.channel, timeZone: zone } });
}

/** In full, where the platform's payload named nothing but an id; with the workspace's other people, who may vote too. */
async function describe(studio: Studio, { id, place, actor, act }: ActEnvelope): Promise<Actor> {
  const roster = studio.rosters.get(place.platform);
  if (roster === undefined) return actor;
  // A vote follows a request, whose author brought everybody along.
  if (act.kind !== 'reaction') await knowPeople(studio, place, { wanted: 'anybody', act: id });
  return roster.describe(place.workspace, actor);
}

interface Met {
  readonly workspace: WorkspaceRecord;
  readonly channel: ChannelRecord;
  readonly person: PersonRecord;
}

function askedOf(studio: Studio, envelope: ActEnvelope, { workspace, channel, person }: Met): Asked {
  return {
    envelope,
    ...readRules({ workspace, channel }),
    person,
    isOwner:
      workspace.platform === 'local' ||
      isOwner(studio.house, person) ||
      hasRole(person, readRoles(workspace.settings).budget),
  };
}
