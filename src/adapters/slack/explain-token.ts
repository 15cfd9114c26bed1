import { PermanentError, TransientError } from '../../core/errors.ts';
import { toCoreError } from './errors.ts';

const SLACK = 'https://slack.com/api/';
const APP_TOKEN =
  'It is made under Basic Information → App-Level Tokens on api.slack.com/apps, with the scope connections:write; Socket Mode must be on.';

/** What a person who sets Slack up can do about a token that didn't work. `apiUrl` null: Slack itself. */
export function explainToken(
  name: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN',
  error: unknown,
  apiUrl: string | null,
): string {
  const core = toCoreError(name === 'SLACK_APP_TOKEN' ? 'apps.connections.open' : 'auth.test', error);
  if (core instanceof PermanentError && name === 'SLACK_APP_TOKEN')
    return `${name}: Slack refuses it (${core.code}). ${APP_TOKEN}`;
  if (core instanceof PermanentError) return `${name}: ${core.message.replace(/([^.])$/, '$1.')}`;
  if (core instanceof TransientError && core.retryAfterMs !== null) return 'Slack asks to wait. Try again in a minute.';
  return `Slack can not be reached at ${apiUrl ?? SLACK}, so nothing is known of ${name}. Look at the network, and at SLACK_API_URL where it is set.`;
}
