import type { ChannelPolicy } from '../channel/policy.ts';
import { nearest } from '../command/nearest.ts';
import { type PersonId, personId } from '../ids.ts';
import type { PersonRecord } from '../ports/directory.ts';

export type ReadApprovers =
  | ({ readonly kind: 'approvers' } & ChannelPolicy['approvers'])
  | { readonly kind: 'problem'; readonly hint: string };

/** `<@U123|ana>` and `<@!123>` are people, `<@&123>` is a role of Discord's, `@ana` is looked up by name. */
export function readApprovers(who: readonly string[], people: readonly PersonRecord[]): ReadApprovers {
  const roles = new Set<string>();
  const chosen = new Set<PersonId>();
  for (const word of who) {
    const role = /^<@&([^>|]+)(?:\|[^>]*)?>$/.exec(word)?.[1];
    if (role !== undefined) {
      roles.add(role);
      continue;
    }
    const person = readPerson(word, people);
    if (person === null) return { kind: 'problem', hint: noSuchPerson(word, people) };
    if (person.kind !== 'member') {
      return {
        kind: 'problem',
        hint: `${person.name} is no full member of this workspace, so their votes can’t count.`,
      };
    }
    chosen.add(person.id);
  }
  const [role = null, ...more] = roles;
  if (more.length > 0) return { kind: 'problem', hint: 'One role can be the approver role; name people besides it.' };
  return { kind: 'approvers', role, people: [...chosen] };
}

type Named = Pick<PersonRecord, 'id' | 'name' | 'kind'>;

/** A person whom the platform linked is taken even if they were never seen here: the platform knows them. */
function readPerson(word: string, people: readonly PersonRecord[]): Named | null {
  const linked = /^<@!?([^>|]+)(?:\|[^>]*)?>$/.exec(word)?.[1];
  if (linked !== undefined) {
    return people.find(({ id }) => id === linked) ?? { id: personId(linked), name: linked, kind: 'member' };
  }
  const name = word.replace(/^@/, '').toLowerCase();
  const named = people.filter((person) => person.name.toLowerCase() === name || person.id.toLowerCase() === name);
  return named.length === 1 ? (named[0] ?? null) : null;
}

function noSuchPerson(word: string, people: readonly PersonRecord[]): string {
  const name = word.replace(/^@/, '');
  const same = people.filter((person) => person.name.toLowerCase() === name.toLowerCase());
  if (same.length > 1) return `${same.length} people here are called ${name}; mention the one you mean.`;
  const near = nearest(
    name,
    people.filter(({ kind }) => kind === 'member').map((person) => person.name),
  );
  return near.length === 0
    ? `Nobody known here is called ${name}.`
    : `Nobody known here is called ${name}. Nearest: ${near.join(', ')}.`;
}
