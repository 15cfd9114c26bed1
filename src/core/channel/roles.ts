import { readObject, readText } from './read-json.ts';

/** Which of the platform's roles may do what, in a whole workspace; null: the usual rule. */
export interface RightRoles {
  readonly generate: string | null;
  readonly approve: string | null;
  readonly budget: string | null;
}

export const RIGHTS = ['generate', 'approve', 'budget'] as const;

export type Right = (typeof RIGHTS)[number];

/** The roles in a workspace's stored settings. */
export function readRoles(settings: unknown): RightRoles {
  const roles = readObject(readObject(settings)['roles']);
  const read = (right: Right) => readText(roles[right], null);
  return { generate: read('generate'), approve: read('approve'), budget: read('budget') };
}

/** The settings with one of them changed; the others stay. */
export const withRole = (settings: unknown, right: Right, role: string | null) => ({
  ...readObject(settings),
  roles: { ...readRoles(settings), [right]: role },
});

export const hasRole = ({ roles }: { readonly roles?: readonly string[] }, role: string | null): boolean =>
  role !== null && roles?.includes(role) === true;
