import { WebClient } from '@slack/web-api';
import { PermanentError } from '../../core/errors.ts';
import type { WorkspaceId } from '../../core/ids.ts';
import { type CallDeps, clientOptions, type Tokens } from './calls.ts';
import { toCoreError } from './errors.ts';
import { patiently } from './patient-call.ts';

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
  /** Asks now what the first payload would have to wait for. Resolves to what went wrong, null where nothing did; never throws. */
  warm?(): Promise<unknown>;
}

interface AuthTest {
  readonly team_id?: string;
  readonly is_enterprise_install?: boolean;
  readonly user_id?: string;
  readonly bot_id?: string;
}

/** One workspace, whose bot token was configured. Slack is asked once which workspace that is. */
export function makeOneWorkspace({
  botToken,
  ...deps
}: Pick<CallDeps, 'apiUrl' | 'logger'> & { readonly botToken: string }): Installed {
  let asked: Promise<Bot & { readonly team: string | null }> | null = null;
  const ask = async () => {
    try {
      const client = new WebClient(botToken, clientOptions(deps));
      // Everything waits for this one answer, so a wait that Slack asks for is waited here.
      const { team_id, is_enterprise_install, user_id, bot_id } = await patiently(() => testToken(client));
      if (team_id === undefined || user_id === undefined)
        throw new PermanentError('not_installed', 'SLACK_BOT_TOKEN belongs to no workspace');
      return {
        botToken,
        botUserId: user_id,
        botId: bot_id ?? '',
        team: is_enterprise_install === true ? null : team_id,
      };
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
    // An organisation's token speaks in each of its workspaces.
    if (team !== null && bot.team !== null && team !== bot.team)
      throw new PermanentError('not_installed', 'SLACK_BOT_TOKEN belongs to another workspace', { facts: { team } });
    return bot;
  };
  return {
    find,
    authorize: ({ team }) => find(team),
    botToken: async (workspace) => (await find(workspace)).botToken,
    warm: () =>
      known().then(
        () => null,
        (error: unknown) => error,
      ),
  };
}

async function testToken(client: WebClient): Promise<AuthTest> {
  try {
    return (await client.apiCall('auth.test')) as AuthTest; // read field by field
  } catch (error) {
    throw toCoreError('auth.test', error);
  }
}
