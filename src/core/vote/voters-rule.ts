import type { ChannelPolicy } from '../channel/policy.ts';
import { readRoles } from '../channel/roles.ts';
import type { PersonId } from '../ids.ts';

/** Who may vote besides the requester, before anybody is looked up (design §9). */
export type VotersRule =
  | { readonly kind: 'people'; readonly people: readonly PersonId[] }
  | { readonly kind: 'role'; readonly role: string; readonly people: readonly PersonId[] }
  /** Whoever asked or voted in the channel within 30 days: of Discord's members there is no list. */
  | { readonly kind: 'lately' }
  /** Every full member. */
  | { readonly kind: 'members' };

export function votersRule(platform: string, { approvers }: ChannelPolicy, settings: unknown): VotersRule {
  const role = approvers.role ?? readRoles(settings).approve;
  const { people } = approvers;
  if (people.length > 0 && role === null) return { kind: 'people', people };
  if (platform !== 'discord') return { kind: 'members' };
  return role === null ? { kind: 'lately' } : { kind: 'role', role, people };
}
