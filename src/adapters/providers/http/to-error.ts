import { PermanentError, TransientError, UncertainError } from '../../../core/errors.ts';
import type { FailureCode } from '../../../core/take/failure.ts';
import { type CallFailure, readFailure } from './read-failure.ts';

/** How a vendor's own codes read; what is not here is read from the status. */
export type CodeReader = (code: string) => FailureCode | 'rate_limited' | null;

/**
 * The outcome of the one paid call (facts: reliability §3.2). Not run for certain: never reached, or refused by an answer
 * that says so. Anything else, any 5xx too, is uncertain: the money stays held and nobody sends it again by itself.
 */
export function toSubmitError(cause: unknown, readCode: CodeReader = () => null): Error {
  const failure = readFailure(cause);
  const options = { cause, facts: { status: failure.status, code: failure.code } };
  if (failure.notSent) return new TransientError('not_sent', 'the provider could not be reached', options);
  const permanent = refusalOf(failure, readCode);
  if (permanent === 'rate_limited') {
    const retryAfterMs = failure.retryAfterMs;
    return new TransientError('rate_limited', 'the provider is at its limit', {
      ...options,
      ...(retryAfterMs === null ? {} : { retryAfterMs }),
    });
  }
  if (permanent !== null) return new PermanentError(permanent, failure.message, options);
  const message = failure.status === null ? 'the paid call ended without an answer' : `it answered ${failure.status}`;
  return new UncertainError('no_answer', message, options);
}

/** A call that only reads failed: it is asked again, whatever it was, and the take stays as it is. */
export function toReadError(cause: unknown): Error {
  const { status, code, message, retryAfterMs } = readFailure(cause);
  return new TransientError(status === null ? 'unreachable' : 'not_readable', message, {
    cause,
    facts: { status, code },
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  });
}

export const isStatus = (error: unknown, ...statuses: readonly number[]): boolean => {
  const { status } = readFailure(error);
  return status !== null && statuses.includes(status);
};

function refusalOf({ status, code }: CallFailure, readCode: CodeReader): FailureCode | 'rate_limited' | null {
  if (status === null) return null;
  // Sent elsewhere, not done: redirects of the paid call are not followed.
  if (status >= 300 && status < 400) return 'provider_failed';
  const isRefusal = [400, 401, 402, 403, 404, 410, 413, 415, 422, 429].includes(status);
  if (!isRefusal) return null;
  const known = code === null ? null : readCode(code);
  if (known !== null) return known;
  if (status === 429) return 'rate_limited';
  if (status === 402) return 'out_of_credit';
  if (status === 401 || status === 403) return 'credentials';
  return status === 410 ? 'model_retired' : 'invalid_request';
}
