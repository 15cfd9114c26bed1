import type { PersonId, WorkspaceId } from '../ids.ts';
import type { House, Studio } from './studio.ts';

/** The budget owners that are known here: named by the installation, else the platform's admins. */
export async function loadOwners(
  { directory, house }: Pick<Studio, 'directory' | 'house'>,
  workspace: WorkspaceId,
): Promise<readonly PersonId[]> {
  const people = await directory.loadPeople(workspace);
  return people.filter((person) => isOwner(house, person)).map(({ id }) => id);
}

/** Those that the installation names; where it names nobody, the platform's admins (design §6). */
export const isOwner = (
  { owners }: Pick<House, 'owners'>,
  person: { readonly id: PersonId; readonly isAdmin: boolean },
): boolean => (owners.length > 0 ? owners.includes(person.id) : person.isAdmin);
