/**
 * Errors grouped by who reacts (design §7). `code` is stable and is what decisions read; the message is for people.
 * Expected outcomes (budget refused, parse problem) are return values and never come here.
 */
abstract class PrevizError extends Error {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, options: { cause?: unknown; facts?: Record<string, unknown> } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.facts = options.facts ?? {};
  }
}

/** The person can act: shown to them privately, with what to do next. Never sent again. */
export class UserError extends PrevizError {}

/** The queue tries again, after `retryAfterMs` where the other side named a time. */
export class TransientError extends PrevizError {
  readonly retryAfterMs: number | null;

  constructor(
    code: string,
    message: string,
    options: { cause?: unknown; facts?: Record<string, unknown>; retryAfterMs?: number } = {},
  ) {
    super(code, message, options);
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** A paid call or a post ended without an answer: money stays held, nobody sends it again by itself. */
export class UncertainError extends PrevizError {}

/** It will never work this way: the take fails once, and the card says why. */
export class PermanentError extends PrevizError {}

/** The place lets nobody in now: the bot was put out, the channel archived, the token revoked. People may open it again. */
export class ClosedError extends PermanentError {}
