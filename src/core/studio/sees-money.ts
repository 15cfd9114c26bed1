import type { PersonKind } from '../act/act.ts';
import type { PersonId, Platform, WorkspaceId } from '../ids.ts';
import type { Studio } from './studio.ts';

/** Money and prompts are for full members; guests and people from outside get the rest (design §6). */
export const seesMoney = ({ person }: { readonly person: { readonly kind: PersonKind } }): boolean =>
  person.kind === 'member';

export interface Viewer {
  readonly platform: Platform;
  readonly workspace: WorkspaceId;
  readonly person: PersonId;
}

/** The same of somebody who only looks: as the platform says, where it can be asked, since they may never have acted. */
export async function isInside(
  { rosters, directory }: Pick<Studio, 'rosters' | 'directory'>,
  { platform, workspace, person }: Viewer,
): Promise<boolean> {
  const unseen = { id: person, name: person, kind: 'member', isAdmin: false, timeZone: null } as const;
  const known = rosters.get(platform)?.describe(workspace, unseen) ?? directory.loadPerson(workspace, person);
  const found = await known;
  return found !== null && seesMoney({ person: found });
}
