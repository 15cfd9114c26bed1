import { setTimeout as pause } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import { PermanentError, TransientError } from '../../core/errors.ts';
import type { WorkspaceId } from '../../core/ids.ts';
import { type CallDeps, clientOptions, type Tokens } from './calls.ts';
import { toCoreError } from './errors.ts';

/** The app as it stands in one workspace or organisation. */
export interface Bot {
  readonly botToken: string;
  readonly botUserId: string;
  readonly botId: string;
}

/** Where the app is installed, and with which token it speaks there. */
export interface Installed extends Tokens {
  /** Throws PermanentError `not_installed`. */
  find(workspace: WorkspaceId): Promise<Bot>;
  /** The same by what an incoming payload says of itself: its team, its organisation, or both. */
  authorize(source: { readonly team: string | null; readonly enterprise: string | null }): Promise<Bot>;
  /** Asks now what the first payload would have to wait for. Never throws. */
  warm?(): Promise<void>;
}

interface AuthTest {
  readonly team_id?: string;
  readonly user_id?: string;
  readonly bot_id?: string;
}

/** One workspace, whose bot token was configured. Slack is asked once which workspace that is. */
export function makeOneWorkspace({
  botToken,
  ...deps
}: Pick<CallDeps, 'apiUrl' | 'logger'> & { readonly botToken: string }): Installed {
  let asked: Promise<Bot & { readonly team: string }> | null = null;
  const ask = async () => {
    try {
      const { team_id, user_id, bot_id } = await askPatiently(new WebClient(botToken, clientOptions(deps)));
      if (team_id === undefined || user_id === undefined)
        throw new PermanentError('not_installed', 'SLACK_BOT_TOKEN belongs to no workspace');
      return { botToken, botUserId: user_id, botId: bot_id ?? '', team: team_id };
    } catch (error) {
      // Asked again the next time: Slack may only be away for a moment.
      asked = null;
      throw error;
    }
  };
  const known = () => {
    asked ??= ask();
    return asked;
  };
  const find = async (team: string | null): Promise<Bot> => {
    const bot = await known();
    if (team !== null && team !== bot.team)
      throw new PermanentError('not_installed', 'SLACK_BOT_TOKEN belongs to another workspace', { facts: { team } });
    return bot;
  };
  return {
    find,
    authorize: ({ team }) => find(team),
    botToken: async (workspace) => (await find(workspace)).botToken,
    warm: async () => void (await known().catch(() => undefined)),
  };
}

/** Longer than this nobody waits for Slack to say who we are. */
const MAX_WAIT_MS = 30_000;

/** Everything waits for this one answer, so a wait that Slack asks for is waited here. */
async function askPatiently(client: WebClient): Promise<AuthTest> {
  for (let leftMs = MAX_WAIT_MS; ; ) {
    try {
      return (await client.apiCall('auth.test')) as AuthTest; // read field by field
    } catch (cause) {
      const error = toCoreError('auth.test', cause);
      const waitMs = error instanceof TransientError ? error.retryAfterMs : null;
      if (waitMs === null || waitMs > leftMs) throw error;
      leftMs -= Math.max(waitMs, 100);
      await pause(waitMs);
    }
  }
}
