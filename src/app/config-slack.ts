import { z } from 'zod';
import { UserError } from '../core/errors.ts';

/** How Slack is spoken to; null where nothing of it is configured. */
export interface SlackConfig {
  readonly transport:
    | { readonly kind: 'socket'; readonly appToken: string }
    | { readonly kind: 'http'; readonly signingSecret: string };
  /** One workspace by its bot token, or as many as install the app. */
  readonly workspaces:
    | { readonly kind: 'one'; readonly botToken: string }
    | { readonly kind: 'many'; readonly clientId: string; readonly clientSecret: string };
  /** null: Slack itself. */
  readonly apiUrl: string | null;
}

export const SLACK_SECRETS = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_CLIENT_SECRET',
] as const;

const token = (prefix: string, where: string) =>
  z
    .string()
    .trim()
    .refine((value) => value.startsWith(prefix), `must begin with ${prefix} (${where})`)
    .optional();

export const SLACK_ENVIRONMENT = {
  SLACK_BOT_TOKEN: token('xoxb-', 'OAuth & Permissions on the app’s page at api.slack.com/apps'),
  SLACK_APP_TOKEN: token('xapp-', 'Basic Information → App-Level Tokens, scope connections:write'),
  SLACK_SIGNING_SECRET: z.string().trim().min(1).optional(),
  SLACK_CLIENT_ID: z.string().trim().min(1).optional(),
  SLACK_CLIENT_SECRET: z.string().trim().min(1).optional(),
  SLACK_API_URL: z.url('must be an address such as http://127.0.0.1:4000/api/').optional(),
};

type Values = { readonly [Name in keyof typeof SLACK_ENVIRONMENT]?: string | undefined };

/** Half a block is an error that names what is missing. */
export function toSlackConfig(values: Values): SlackConfig | null {
  const set = Object.keys(SLACK_ENVIRONMENT).filter(
    (name) => name !== 'SLACK_API_URL' && values[name as keyof Values] !== undefined,
  );
  if (set.length === 0) return null;
  const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = values;
  const workspaces = toWorkspaces(values, set);
  const apiUrl = values.SLACK_API_URL === undefined ? null : values.SLACK_API_URL.replace(/\/?$/, '/');
  if (appToken !== undefined) return { transport: { kind: 'socket', appToken }, workspaces, apiUrl };
  if (signingSecret !== undefined) return { transport: { kind: 'http', signingSecret }, workspaces, apiUrl };
  throw half(set, 'SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)');
}

function toWorkspaces(values: Values, set: readonly string[]): SlackConfig['workspaces'] {
  const { SLACK_BOT_TOKEN: botToken, SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = values;
  if (clientId === undefined && clientSecret === undefined) {
    if (botToken === undefined)
      throw half(set, 'SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for many workspaces');
    return { kind: 'one', botToken };
  }
  if (clientId === undefined) throw half(set, 'SLACK_CLIENT_ID');
  if (clientSecret === undefined) throw half(set, 'SLACK_CLIENT_SECRET');
  if (botToken !== undefined)
    throw new UserError(
      'bad_config',
      'SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are for many. Keep one of them.',
    );
  return { kind: 'many', clientId, clientSecret };
}

const half = (set: readonly string[], missing: string) =>
  new UserError(
    'bad_config',
    `Slack is half configured: ${set.join(', ')} ${set.length === 1 ? 'is' : 'are'} set, but not ${missing}. Set it, or leave all of them out.`,
  );
