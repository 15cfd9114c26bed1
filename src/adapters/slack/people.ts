import type { Actor } from '../../core/act/act.ts';
import { PermanentError } from '../../core/errors.ts';
import { type PersonId, personId, type WorkspaceId } from '../../core/ids.ts';
import type { Call } from './calls.ts';
import { hasCode } from './errors.ts';
import { patiently, TURN_MS } from './patient-call.ts';

/** A user as Slack describes one: `users.info`, `users.list`. */
export interface SlackUser {
  readonly id?: string;
  readonly team_id?: string;
  readonly name?: string;
  readonly deleted?: boolean;
  readonly is_bot?: boolean;
  readonly is_app_user?: boolean;
  readonly is_restricted?: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly is_stranger?: boolean;
  readonly is_admin?: boolean;
  readonly is_owner?: boolean;
  readonly tz?: string;
  readonly enterprise_user?: { readonly teams?: readonly string[] };
  readonly profile?: { readonly display_name?: string; readonly real_name?: string };
}

/** Slack's own bot, which says neither that it is one. */
const SLACKBOT = 'USLACKBOT';

export function readUser(user: SlackUser & { readonly id: string }, workspace: WorkspaceId): Actor {
  const shown = user.profile?.display_name || user.profile?.real_name || user.name || user.id;
  return {
    id: personId(user.id),
    name: shown,
    kind: kindOf(user, workspace),
    isAdmin: user.is_admin === true || user.is_owner === true,
    timeZone: user.tz ?? null,
  };
}

function kindOf(user: SlackUser, workspace: WorkspaceId): Actor['kind'] {
  if (user.is_bot === true || user.id === SLACKBOT) return 'bot';
  const isOfTeam =
    user.team_id === undefined ||
    user.team_id === workspace ||
    user.enterprise_user?.teams?.includes(workspace) === true;
  if (user.is_stranger === true || !isOfTeam) return 'external';
  if (user.is_restricted === true || user.is_ultra_restricted === true || user.deleted === true) return 'guest';
  return 'member';
}

/** Slack advises 200 a page, and 1,000 at most. */
const PAGE = 500;
/** Names change seldom, and a person's rights are looked at again after this. */
const FRESH_MS = 10 * 60_000;

export interface People {
  /** Who this is, as Slack says now or said a few minutes ago; null for nobody of this workspace. Throws `missing_scope` where the app may not ask. */
  find(workspace: WorkspaceId, person: PersonId): Promise<Actor | null>;
  /** Everybody in the workspace, page by page. */
  list(workspace: WorkspaceId): AsyncIterable<readonly Actor[]>;
}

export function makePeople({ call, clock }: { readonly call: Call; readonly clock: { now(): Date } }): People {
  const known = new Map<string, { readonly actor: Promise<Actor | null>; readonly at: number }>();
  const broken = new Map<WorkspaceId, { readonly cursor: string; readonly at: number }>();
  const ask = async (workspace: WorkspaceId, person: PersonId): Promise<Actor | null> => {
    // One of a crowd, all of whom would be asked for again with the next try.
    const { user } = await patiently(() => call<Described>(workspace, 'users.info', { user: person }), TURN_MS);
    return user?.id === undefined ? null : readUser({ ...user, id: user.id }, workspace);
  };
  return {
    async find(workspace, person) {
      const key = `${workspace} ${person}`;
      const now = clock.now().getTime();
      const cached = known.get(key);
      if (cached !== undefined && now - cached.at < FRESH_MS) return cached.actor;
      const asked = ask(workspace, person).catch((error: unknown) => {
        // Asked again the next time, not remembered as nobody.
        known.delete(key);
        if (error instanceof PermanentError && !hasCode(error, 'missing_scope')) return null;
        throw error;
      });
      known.set(key, { actor: asked, at: now });
      return asked;
    },
    async *list(workspace) {
      const begun = broken.get(workspace);
      broken.delete(workspace);
      const isFresh = begun !== undefined && clock.now().getTime() - begun.at < FRESH_MS;
      for (let cursor = isFresh ? begun.cursor : ''; ; ) {
        const args = { limit: PAGE, team_id: workspace, ...(cursor === '' ? {} : { cursor }) };
        const page = await call<UserPage>(workspace, 'users.list', args).catch((error: unknown) => {
          // A large workspace has more pages than Slack gives in a minute: the next try goes on where this one ended.
          if (!hasCode(error, 'invalid_cursor')) broken.set(workspace, { cursor, at: clock.now().getTime() });
          throw error;
        });
        const found = (page.members ?? []).flatMap((user) =>
          user.id === undefined ? [] : [readUser({ ...user, id: user.id }, workspace)],
        );
        const at = clock.now().getTime();
        for (const actor of found) known.set(`${workspace} ${actor.id}`, { actor: Promise.resolve(actor), at });
        yield found;
        cursor = page.response_metadata?.next_cursor ?? '';
        if (cursor === '') return;
      }
    },
  };
}

interface Described {
  readonly user?: SlackUser;
}

interface UserPage {
  readonly members?: readonly SlackUser[];
  readonly response_metadata?: { readonly next_cursor?: string };
}
