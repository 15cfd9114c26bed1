import { DiscordAPIError, DiscordjsError, DiscordjsErrorCodes, HTTPError, RateLimitError } from 'discord.js';
import { ClosedError, PermanentError, TransientError } from '../../core/errors.ts';
import { NEEDED_RIGHTS } from './rights.ts';

/** Discord's codes that are decided on. https://docs.discord.com/developers/topics/opcodes-and-status-codes */
export const CODE = {
  unknownChannel: 10_003,
  unknownMember: 10_007,
  unknownMessage: 10_008,
  unknownUser: 10_013,
  unknownWebhook: 10_015,
  unknownInteraction: 10_062,
  tooLarge: 40_005,
  alreadyAcknowledged: 40_060,
  missingAccess: 50_001,
  cannotMessage: 50_007,
  missingPermissions: 50_013,
  invalidToken: 50_027,
  archived: 50_083,
  threadExists: 160_004,
  locked: 160_005,
  tooManyThreads: 160_006,
} as const;

/** What people can do about it, by Discord's code. */
const WORDS: Readonly<Record<number, string>> = {
  [CODE.unknownChannel]: 'This channel is not there any more, or the bot can not see it.',
  [CODE.unknownMessage]: 'That message was deleted.',
  [CODE.tooLarge]: 'The file is larger than this server takes.',
  [CODE.missingAccess]: 'The bot can not see this channel. Give it View Channel there.',
  [CODE.cannotMessage]: 'This person takes no direct messages from the server.',
  [CODE.missingPermissions]: `The bot lacks a permission here. It needs ${Object.keys(NEEDED_RIGHTS).join(', ')}.`,
  [CODE.locked]: 'This thread is locked. A moderator can unlock it.',
  [CODE.tooManyThreads]: 'This server has as many active threads as Discord allows. Close some, then ask again.',
};

/** Answers that people can undo: a permission, an unlocked thread, room for one more. */
const CLOSED = new Set<number>([CODE.missingAccess, CODE.missingPermissions, CODE.locked, CODE.tooManyThreads]);

const AUTH_AGAIN_MS = 60_000;
export const TOKEN_REFUSED = 'discord_token';

const tokenRefused = (options: { readonly cause: unknown }) =>
  new TransientError(TOKEN_REFUSED, 'Discord refuses the bot token. Set DISCORD_TOKEN anew.', {
    ...options,
    retryAfterMs: AUTH_AGAIN_MS,
  });

/** Discord's errors in the core's words, in this one place. A post may be sent again: its nonce makes it one. */
export function toCoreError(what: string, error: unknown): Error {
  if (error instanceof PermanentError || error instanceof TransientError) return error;
  if (error instanceof RateLimitError)
    return new TransientError('ratelimited', `Discord asks to wait before ${what}`, {
      cause: error,
      retryAfterMs: Math.max(error.retryAfter, error.timeToReset),
    });
  if (error instanceof DiscordAPIError) return fromAnswer(what, error);
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid)
    return tokenRefused({ cause: error });
  if (error instanceof HTTPError)
    return new TransientError('discord_http', `Discord answered ${what} with status ${error.status}`, {
      cause: error,
      facts: { status: error.status },
    });
  return new TransientError('no_answer', `Discord gave no answer to ${what}`, { cause: error });
}

function fromAnswer(what: string, error: DiscordAPIError): Error {
  const code = `discord_${error.code}`;
  const options = { cause: error, facts: { status: error.status, code: error.code } };
  if (error.status === 401) return tokenRefused(options);
  if (error.status === 429) return new TransientError('ratelimited', `Discord asks to wait before ${what}`, options);
  const words = WORDS[Number(error.code)] ?? `Discord refuses ${what}: ${error.message}`;
  return CLOSED.has(Number(error.code))
    ? new ClosedError(code, words, options)
    : new PermanentError(code, words, options);
}

export const hasCode = (error: unknown, ...codes: readonly number[]): boolean =>
  (error instanceof DiscordAPIError && codes.includes(Number(error.code))) ||
  (error instanceof Error && error.cause !== undefined && hasCode(error.cause, ...codes));
