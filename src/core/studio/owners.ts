import type { PersonId, WorkspaceId } from '../ids.ts';
import type { Studio } from './studio.ts';

/** The budget owners that are known here: named by the installation, else the platform's admins. */
export async function loadOwners(
  { directory, house }: Pick<Studio, 'directory' | 'house'>,
  workspace: WorkspaceId,
): Promise<readonly PersonId[]> {
  const people = await directory.loadPeople(workspace);
  return people.filter(({ id, isAdmin }) => isAdmin || house.owners.includes(id)).map(({ id }) => id);
}
