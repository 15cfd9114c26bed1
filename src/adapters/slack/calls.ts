import type { WebAPICallResult } from '@slack/web-api';
import { WebClient } from '@slack/web-api';
import { TransientError } from '../../core/errors.ts';
import type { WorkspaceId } from '../../core/ids.ts';
import { toCoreError } from './errors.ts';
import type { Pace } from './pace.ts';
import type { SlackMethod } from './subscriptions.ts';

/** Who may speak in a workspace: its bot token, fresh. Throws PermanentError where the app is not installed. */
export interface Tokens {
  botToken(workspace: WorkspaceId): Promise<string>;
}

export interface CallDeps {
  readonly tokens: Tokens;
  readonly pace: Pace;
  /** null: Slack itself. */
  readonly apiUrl: string | null;
  readonly logger: SlackLogger;
}

/** Bolt and its clients log through this. */
export type SlackLogger = NonNullable<ConstructorParameters<typeof WebClient>[1]>['logger'];

const TIMEOUT_MS = 15_000;

/** The settings of every client: nothing is re-sent behind our back, since a second post is a doubled message (web-api retries ten times by default). */
export const clientOptions = ({ apiUrl, logger }: Pick<CallDeps, 'apiUrl' | 'logger'>) => ({
  ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
  ...(logger === undefined ? {} : { logger }),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: TIMEOUT_MS,
});

/** One call of the Web API in a workspace, paced, its errors in the core's words. */
export type Call = <Result = object>(
  workspace: WorkspaceId,
  method: SlackMethod,
  args: Record<string, unknown>,
) => Promise<Result & WebAPICallResult>;

export function makeCall(deps: CallDeps): Call {
  const clients = new Map<string, WebClient>();
  const clientOf = (token: string): WebClient => {
    const known = clients.get(token);
    if (known !== undefined) return known;
    const client = new WebClient(token, clientOptions(deps));
    clients.set(token, client);
    return client;
  };

  return async <Result>(workspace: WorkspaceId, method: SlackMethod, args: Record<string, unknown>) => {
    const channel = typeof args['channel'] === 'string' ? args['channel'] : '';
    await deps.pace.take(workspace, method, channel);
    const client = clientOf(await deps.tokens.botToken(workspace));
    try {
      // What Slack answers is read by whoever asked, field by field; none of it is required to be there.
      return (await client.apiCall(method, args)) as Result & WebAPICallResult;
    } catch (cause) {
      const error = toCoreError(method, cause);
      if (error instanceof TransientError && error.retryAfterMs !== null)
        await deps.pace.close(workspace, method, { channel, ms: error.retryAfterMs });
      throw error;
    }
  };
}
