import { createHash } from 'node:crypto';
import type { OutboxId } from '../../core/ids.ts';
import { LIMITS } from './limits.ts';

/**
 * The same key, first tried then, is the same nonce: with `enforce_nonce` Discord answers a second post with the first
 * message. What is posted anew after its deletion was first tried later.
 */
export const toNonce = (key: OutboxId, since: Date | null): string =>
  createHash('sha256')
    .update(since === null ? key : `${key} ${since.getTime()}`)
    .digest('base64url')
    .slice(0, LIMITS.nonce);
