import type { Installation, InstallationQuery, InstallationStore } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { ClosedError, PermanentError, TransientError } from '../../core/errors.ts';
import type { WorkspaceId } from '../../core/ids.ts';
import { type CallDeps, clientOptions } from './calls.ts';
import { toCoreError } from './errors.ts';
import type { Seal } from './seal.ts';
import type { Bot, Installed } from './tokens.ts';

/** The rows of installations; `id` is the team's, or the organisation's where the app was installed for all of it. */
export interface InstallationRows {
  save(row: InstallationRow): Promise<void>;
  /** Saves it in place of `was`; false where that is not what stands there: installed anew, or removed. */
  replace(row: InstallationRow, was: string): Promise<boolean>;
  load(id: string): Promise<InstallationRow | null>;
  /** False where there was none. */
  remove(id: string): Promise<boolean>;
  /** The organisation of a team, where one is known. */
  enterpriseOf(team: string): Promise<string | null>;
  rememberTeam(team: string, enterprise: string): Promise<void>;
  /** For one process at a time: a refresh token is good once. */
  lease(name: string, until: Date, now: Date): Promise<boolean>;
}

export interface InstallationRow {
  readonly id: string;
  readonly enterpriseId: string | null;
  readonly teamId: string | null;
  readonly sealed: string;
  readonly expiresAt: Date | null;
  readonly updatedAt: Date;
}

interface Tokens extends Bot {
  readonly refreshToken: string | null;
}

export interface InstallationDeps extends Pick<CallDeps, 'apiUrl' | 'logger'> {
  readonly rows: InstallationRows;
  readonly seal: Seal;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: { now(): Date };
}

/** Renewed before Slack says it is too late; tokens live twelve hours. */
const RENEW_BEFORE_MS = 60 * 60_000;
const RENEW_LEASE_MS = 30_000;
/** A removal in another process is seen within this time. */
const FRESH_MS = 30_000;

export interface Installations extends Installed {
  readonly store: InstallationStore;
  remove(id: { readonly team: string | null; readonly enterprise: string | null }): Promise<void>;
}

/** Many workspaces, each with the token that its admin's click gave: stored sealed, renewed in time, gone when removed. */
export function makeInstallations(deps: InstallationDeps): Installations {
  const { rows, seal, clock } = deps;
  const known = new Map<string, { readonly tokens: Tokens; readonly expiresAt: Date | null; readonly at: number }>();
  const teams = new Map<string, string>();

  const save = async (installation: Installation): Promise<void> => {
    const row = toRow(installation, seal, clock.now());
    known.delete(row.id);
    await rows.save(row);
  };
  const load = async (id: string): Promise<Tokens | null> => {
    const now = clock.now().getTime();
    const cached = known.get(id);
    if (cached !== undefined && now - cached.at < FRESH_MS && !isOld(cached.expiresAt, clock.now()))
      return cached.tokens;
    const row = await rows.load(id);
    if (row === null) return null;
    const fresh = isOld(row.expiresAt, clock.now()) ? await renew(deps, row) : row;
    const tokens = readTokens(fresh, seal);
    known.set(id, { tokens, expiresAt: fresh.expiresAt, at: now });
    return tokens;
  };
  const find = async (team: string | null, enterprise: string | null): Promise<Bot> => {
    const ofTeam = team === null ? null : await load(team);
    if (ofTeam !== null) return ofTeam;
    const org = enterprise ?? (team === null ? null : await rows.enterpriseOf(team));
    const ofOrg = org === null ? null : await load(org);
    if (ofOrg === null)
      throw new ClosedError('not_installed', 'The app is not installed in this workspace.', { facts: { team } });
    if (team !== null && org !== null && teams.get(team) !== org) {
      // Background work knows the team alone.
      await rows.rememberTeam(team, org);
      teams.set(team, org);
    }
    return ofOrg;
  };

  return {
    store: {
      storeInstallation: save,
      fetchInstallation: async (query: InstallationQuery<boolean>) => {
        const id = (query.isEnterpriseInstall ? query.enterpriseId : query.teamId) ?? '';
        const row = await rows.load(id);
        if (row === null) throw new PermanentError('not_installed', 'The app is not installed in this workspace.');
        return JSON.parse(seal.open(row.sealed, row.id));
      },
    },
    find: (workspace: WorkspaceId) => find(workspace, null),
    authorize: ({ team, enterprise }) => find(team, enterprise),
    botToken: async (workspace) => (await find(workspace, null)).botToken,
    async remove({ team, enterprise }) {
      // A workspace of an organisation names both. Its own installation goes first; the whole organisation's stays then.
      for (const id of [team, enterprise]) {
        if (id === null) continue;
        known.delete(id);
        if (await rows.remove(id)) return;
      }
    },
  };
}

const isOld = (expiresAt: Date | null, now: Date): boolean =>
  expiresAt !== null && expiresAt.getTime() - now.getTime() < RENEW_BEFORE_MS;

function toRow(installation: Installation, seal: Seal, now: Date): InstallationRow {
  const { isEnterpriseInstall, enterprise, team, bot } = installation;
  const id = (isEnterpriseInstall === true ? enterprise?.id : team?.id) ?? '';
  return {
    id,
    enterpriseId: enterprise?.id ?? null,
    teamId: team?.id ?? null,
    sealed: seal.close(JSON.stringify(installation), id),
    expiresAt: bot?.expiresAt === undefined ? null : new Date(bot.expiresAt * 1_000),
    updatedAt: now,
  };
}

function readTokens({ id, sealed }: InstallationRow, seal: Seal): Tokens {
  const { bot }: Installation = JSON.parse(seal.open(sealed, id));
  if (bot === undefined) throw new PermanentError('not_installed', 'The app was installed without its bot.');
  return { botToken: bot.token, botUserId: bot.userId, botId: bot.id, refreshToken: bot.refreshToken ?? null };
}

interface Renewed {
  readonly access_token?: string;
  readonly refresh_token?: string;
  readonly expires_in?: number;
}

/** One process renews; the others take what it stored. */
async function renew(deps: InstallationDeps, row: InstallationRow): Promise<InstallationRow> {
  const { rows, seal, clock } = deps;
  const now = clock.now();
  if (!(await rows.lease(`slack-token-${row.id}`, new Date(now.getTime() + RENEW_LEASE_MS), now))) {
    const stored = await rows.load(row.id);
    if (stored !== null && stored.expiresAt !== null && stored.expiresAt > now) return stored;
    throw new TransientError('renewing', 'another process renews the token', { retryAfterMs: 1_000 });
  }
  const current = (await rows.load(row.id)) ?? row;
  if (!isOld(current.expiresAt, now)) return current;
  const installation: Installation = JSON.parse(seal.open(current.sealed, current.id));
  const { bot } = installation;
  if (bot?.refreshToken === undefined) return current;
  const renewed = await askForToken(deps, bot.refreshToken).catch((error: unknown) => {
    // Renewed early, so that there is time: what is still good is used, and the next lease asks again.
    if (current.expiresAt === null || current.expiresAt <= now) throw error;
    return null;
  });
  if (renewed === null) return current;
  const next: Installation = {
    ...installation,
    bot: {
      ...bot,
      token: renewed.access_token ?? bot.token,
      refreshToken: renewed.refresh_token ?? bot.refreshToken,
      expiresAt: Math.floor(now.getTime() / 1_000) + (renewed.expires_in ?? 0),
    },
  };
  const stored = toRow(next, seal, now);
  if (await rows.replace(stored, current.sealed)) return stored;
  // Removed meanwhile, or installed anew with tokens of its own.
  const standing = await rows.load(row.id);
  if (standing === null) throw new ClosedError('not_installed', 'The app was removed while its token was renewed.');
  return standing;
}

async function askForToken(deps: InstallationDeps, refreshToken: string): Promise<Renewed> {
  const { clientId, clientSecret } = deps;
  try {
    const client = new WebClient(undefined, clientOptions(deps));
    const args = {
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    };
    return (await client.apiCall('oauth.v2.access', args)) as Renewed; // read field by field
  } catch (error) {
    throw toCoreError('oauth.v2.access', error);
  }
}
