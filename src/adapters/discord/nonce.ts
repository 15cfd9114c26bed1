import { createHash } from 'node:crypto';
import type { OutboxId } from '../../core/ids.ts';
import { LIMITS } from './limits.ts';

/** The same key is the same nonce: with `enforce_nonce` Discord answers a second post with the first message. */
export const toNonce = (key: OutboxId): string =>
  createHash('sha256').update(key).digest('base64url').slice(0, LIMITS.nonce);
