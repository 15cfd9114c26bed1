import type { Actor, PersonKind } from '../../core/act/act.ts';
import { type PersonId, personId, type WorkspaceId, workspaceId } from '../../core/ids.ts';

export const PLAYGROUND_WORKSPACE: WorkspaceId = workspaceId('playground:main');

/** Whose name stands over the cards, and whose reactions are left out of every count. */
export const BOT_PERSON: PersonId = personId('previz');

export interface PlaygroundPerson {
  readonly id: PersonId;
  readonly name: string;
  readonly role: string;
  readonly kind: PersonKind;
  readonly isAdmin: boolean;
}

/** The cast. The first owns the budget; the guest sees everything and has no vote. */
export const PEOPLE: readonly PlaygroundPerson[] = [
  { id: personId('mira'), name: 'Mira Okafor', role: 'Producer', kind: 'member', isAdmin: true },
  { id: personId('jonas'), name: 'Jonas Lindqvist', role: 'Director', kind: 'member', isAdmin: false },
  { id: personId('aiko'), name: 'Aiko Tanaka', role: 'Storyboard artist', kind: 'member', isAdmin: false },
  { id: personId('rafael'), name: 'Rafael Souza', role: 'Editor', kind: 'member', isAdmin: false },
  { id: personId('dana'), name: 'Dana Whitfield', role: 'Client', kind: 'guest', isAdmin: false },
];

export const findPerson = (id: string): PlaygroundPerson | null => PEOPLE.find((person) => person.id === id) ?? null;

export const toActor = (person: PlaygroundPerson, timeZone: string | null): Actor => ({
  id: person.id,
  name: person.name,
  kind: person.kind,
  isAdmin: person.isAdmin,
  timeZone,
});
