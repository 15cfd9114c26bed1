import type { Line } from '../card/card.ts';
import { peopleLine } from '../card/to-card.ts';
import type { PersonId } from '../ids.ts';
import type { Asked } from '../studio/asked.ts';
import { loadOwners } from '../studio/owners.ts';
import type { Studio } from '../studio/studio.ts';
import { type SubAnswer, say } from './sub-answer.ts';

/** More names than this help nobody. */
const MAX_NAMED = 5;

/** A plain no that names who may, for somebody who is no budget owner. */
export async function refuseNonOwner(
  studio: Pick<Studio, 'directory' | 'house'>,
  asked: Pick<Asked, 'workspace'>,
  what: string,
): Promise<SubAnswer> {
  return say('warning', `${what} is for `, ...toOwnersLine(await loadOwners(studio, asked.workspace.id)), '.');
}

function toOwnersLine(owners: readonly PersonId[]): Line {
  if (owners.length === 0) return ['budget owners: this workspace’s admins'];
  const more = owners.length > MAX_NAMED ? [` and ${owners.length - MAX_NAMED} more`] : [];
  return ['budget owners: ', ...peopleLine(owners.slice(0, MAX_NAMED)), ...more];
}
