import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { ClosedError, PermanentError, TransientError, UncertainError } from '../../core/errors.ts';

/** Answers that say "try again": Slack was busy or down before it did anything, or asks to wait. */
const AGAIN = new Set(['ratelimited', 'rate_limited', 'team_added_to_org']);
/** Answers after which nobody knows whether it was done. */
const UNSURE = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);
/** System errors of a connection that was never made: nothing was sent. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED']);

/** Calls that change nothing may be made again, whatever became of the last one. */
const READS = /^(auth\.test|users\.|conversations\.|reactions\.get|files\.info|chat\.getPermalink|views\.publish)/;

/** What people can do about it, by Slack's code. */
const WORDS: Readonly<Record<string, string>> = {
  not_in_channel: 'The bot is not in this channel. Invite it with /invite @previz.',
  channel_not_found: 'The bot can not see this channel. Invite it with /invite @previz.',
  is_archived: 'This channel is archived. Unarchive it, or ask in another one.',
  missing_scope: 'The app lacks a permission. Install it again from the manifest (previz slack manifest).',
  invalid_auth: 'Slack refuses the bot token. Install the app again, and set SLACK_BOT_TOKEN anew.',
  not_authed: 'No bot token was sent. Set SLACK_BOT_TOKEN.',
  token_revoked: 'The app was removed from this workspace, or its token was revoked. Install it again.',
  token_expired: 'The bot token ran out and could not be renewed. Install the app again.',
  invalid_refresh_token: 'The bot token ran out and could not be renewed. Install the app again.',
  account_inactive: 'The app was removed from this workspace, or its account was switched off. Install it again.',
  restricted_action: 'The workspace does not let apps post in this channel. An admin can allow it.',
  msg_blocks_too_long: 'The message is longer than Slack takes.',
};

/** Codes that say the app itself may do nothing here. */
export const DEAD_TOKEN = new Set(['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive']);

/** Answers that people can undo: an invitation, an admin, another installation. */
const CLOSED = new Set(['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action', 'missing_scope']);

/** Slack's errors in the core's words, in this one place. `code` is Slack's own where it named one. */
export function toCoreError(method: string, error: unknown): Error {
  const core = readError(method, error);
  if (!(core instanceof UncertainError) || !READS.test(method)) return core;
  return new TransientError(core.code, core.message, { cause: core.cause, facts: core.facts });
}

function readError(method: string, error: unknown): Error {
  if (error instanceof WebAPIRateLimitedError)
    return new TransientError('ratelimited', `Slack asks to wait before ${method}`, {
      cause: error,
      retryAfterMs: error.retryAfter * 1_000,
    });
  if (error instanceof WebAPIPlatformError) return fromAnswer(method, error);
  if (error instanceof WebAPIHTTPError)
    return new UncertainError('slack_http', `Slack answered ${method} with status ${error.statusCode}`, {
      cause: error,
      facts: { method, status: error.statusCode },
    });
  if (error instanceof WebAPIRequestError) return fromConnection(method, error);
  return error instanceof Error ? error : new Error(String(error));
}

function fromAnswer(method: string, error: WebAPIPlatformError): Error {
  const code = error.data.error;
  const needed = 'needed' in error.data ? error.data.needed : undefined;
  const options = { cause: error, facts: { method, needed } };
  if (AGAIN.has(code)) return new TransientError('ratelimited', `Slack asks to wait before ${method}`, options);
  if (UNSURE.has(code)) return new UncertainError(code, `Slack broke off ${method}: ${code}`, options);
  const Refusal = CLOSED.has(code) || DEAD_TOKEN.has(code) ? ClosedError : PermanentError;
  return new Refusal(code, WORDS[code] ?? `Slack refuses ${method}: ${code}`, options);
}

function fromConnection(method: string, error: WebAPIRequestError): Error {
  if (NOT_SENT.has(codeOf(error)))
    return new TransientError('slack_unreachable', `Slack can not be reached for ${method}`, { cause: error });
  return new UncertainError('no_answer', `Slack gave no answer to ${method}`, { cause: error, facts: { method } });
}

/** The system's code, however deep it lies. */
function codeOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 6; depth += 1) {
    const code = 'code' in at ? String(at.code) : '';
    if (code !== '' && !code.startsWith('slack_')) return code;
    at = 'original' in at ? at.original : at.cause;
  }
  return '';
}

/** For certain nothing was done: a refusal, a wait, or a connection that was never made. */
export const isCertain = (error: unknown): boolean =>
  error instanceof PermanentError || error instanceof TransientError;

export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  (error instanceof PermanentError || error instanceof TransientError || error instanceof UncertainError) &&
  codes.includes(error.code);
