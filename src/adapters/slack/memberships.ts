import type { PersonId, WorkspaceId } from '../../core/ids.ts';
import type { Call } from './calls.ts';
import { hasCode } from './errors.ts';

/** Asked again after this: who leaves a private channel sees nothing of it soon. */
const FRESH_MS = 60_000;

/** A thousand a page, Slack's most; somebody in more channels than on so many pages is shown the first of them. */
const PAGE = 999;
const PAGES = 5;

interface Page {
  readonly channels?: readonly { readonly id?: string }[];
  readonly response_metadata?: { readonly next_cursor?: string };
}

/** The channels that a person is in; of private ones those that the bot is in, too (docs.slack.dev/reference/methods/users.conversations). */
export type Memberships = (workspace: WorkspaceId, person: PersonId) => Promise<ReadonlySet<string>>;

export function makeMemberships({
  call,
  clock,
}: {
  readonly call: Call;
  readonly clock: { now(): Date };
}): Memberships {
  const known = new Map<string, { readonly channels: Promise<ReadonlySet<string>>; readonly at: number }>();
  const ask = async (workspace: WorkspaceId, person: PersonId): Promise<ReadonlySet<string>> => {
    const found = new Set<string>();
    let cursor = '';
    for (let page = 0; page < PAGES; page += 1) {
      const { channels, response_metadata } = await call<Page>(workspace, 'users.conversations', {
        user: person,
        types: 'public_channel,private_channel',
        exclude_archived: true,
        limit: PAGE,
        team_id: workspace,
        ...(cursor === '' ? {} : { cursor }),
      });
      for (const { id } of channels ?? []) if (id !== undefined) found.add(id);
      cursor = response_metadata?.next_cursor ?? '';
      if (cursor === '') break;
    }
    return found;
  };
  return (workspace, person) => {
    const now = clock.now().getTime();
    for (const [key, { at }] of known) if (now - at >= FRESH_MS) known.delete(key);
    const key = `${workspace} ${person}`;
    const cached = known.get(key);
    if (cached !== undefined) return cached.channels;
    const channels = ask(workspace, person).catch((error: unknown) => {
      // Without the permission nothing is shown but what the person asked for; doctor names it.
      if (hasCode(error, 'missing_scope')) return new Set<string>();
      throw error;
    });
    known.set(key, { channels, at: now });
    channels.catch(() => known.delete(key));
    return channels;
  };
}
