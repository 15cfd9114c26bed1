import { TransientError } from '../../core/errors.ts';
import type { SlackMethod } from './subscriptions.ts';

/** A bucket of calls: so many at once, refilled so many a second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** Half of the tier at once, and two fifths of it in a minute after that: no minute, wherever it begins, has more than 0.9 of it. */
const tier = (perMinute: number): Rate => ({ burst: 0.5 * perMinute, perSecond: (0.4 * perMinute) / 60 });
const [TIER_2, TIER_3, TIER_4] = [tier(20), tier(50), tier(100)];

/** https://docs.slack.dev/apis/web-api/rate-limits, and each method's own page: where it has no tier, the fourth. */
const RATES: Readonly<Record<SlackMethod, Rate>> = {
  // One message a second and channel, bursts allowed.
  'chat.postMessage': { burst: 8, perSecond: 1 },
  'chat.postEphemeral': TIER_4,
  // A workspace's budget of edits, forty in any minute; its tier would be the third.
  'chat.update': { burst: 16, perSecond: 24 / 60 },
  'chat.getPermalink': TIER_4,
  'conversations.info': TIER_3,
  'conversations.members': TIER_4,
  // Apps outside the Marketplace get one a minute: that is theirs to be told.
  'conversations.history': TIER_3,
  'conversations.replies': TIER_3,
  'files.getUploadURLExternal': TIER_4,
  'files.completeUploadExternal': TIER_4,
  'files.delete': TIER_3,
  'files.info': TIER_4,
  'reactions.add': TIER_3,
  'reactions.get': TIER_3,
  'users.info': TIER_4,
  'users.conversations': TIER_3,
  'users.list': TIER_2,
  'views.open': TIER_4,
  'views.publish': TIER_4,
  'views.update': TIER_4,
};

/** A bucket that all processes draw from: a workspace's edits. */
export interface SharedBucket {
  /** Takes one call out of it, and resolves to 0; else to the milliseconds after which there may be one. */
  take(workspace: string, rate: Rate): Promise<number>;
  /** Slack asked to wait. */
  close(workspace: string, ms: number): Promise<void>;
}

const SHARED: SlackMethod = 'chat.update';

/** Methods whose bucket is the channel's, not the workspace's. */
const BY_CHANNEL = new Set<SlackMethod>(['chat.postMessage']);

/**
 * Own pacing by method and by channel. A call that would be too fast is not made: it throws TransientError with the
 * time at which the queue may try again, each one a turn later than the one before: who all come back at once would all
 * but one have come in vain. What Slack itself says (Retry-After) closes the bucket until then.
 */
export function makePace(clock: { now(): Date }, edits: SharedBucket | null = null) {
  const buckets = new Map<string, { level: number; at: number; closedUntil: number; promisedAt: number }>();
  const open = (key: string, rate: Rate) => {
    const now = clock.now().getTime();
    const known = buckets.get(key) ?? { level: rate.burst, at: now, closedUntil: 0, promisedAt: 0 };
    const refilled = Math.min(rate.burst, known.level + (Math.max(now - known.at, 0) / 1_000) * rate.perSecond);
    const bucket = { ...known, level: refilled, at: now };
    buckets.set(key, bucket);
    return { bucket, now };
  };
  const keyOf = (workspace: string, method: SlackMethod, channel: string) =>
    `${workspace} ${method} ${BY_CHANNEL.has(method) ? channel : ''}`;

  const wait = (method: SlackMethod, ms: number) =>
    new TransientError('paced', `${method} waits for its turn`, { retryAfterMs: Math.ceil(ms) });

  return {
    /** Takes one call out of the bucket. */
    async take(workspace: string, method: SlackMethod, channel: string): Promise<void> {
      const rate = RATES[method];
      if (edits !== null && method === SHARED) {
        const waitMs = await edits.take(workspace, rate);
        if (waitMs > 0) throw wait(method, waitMs);
        return;
      }
      const { bucket, now } = open(keyOf(workspace, method, channel), rate);
      if (bucket.level < ONE) {
        const turnMs = 1_000 / rate.perSecond;
        bucket.promisedAt = Math.max(bucket.promisedAt + turnMs, now + (1 - bucket.level) * turnMs);
        throw wait(method, Math.max(bucket.promisedAt, bucket.closedUntil) - now);
      }
      if (bucket.closedUntil > now) throw wait(method, bucket.closedUntil - now);
      bucket.level -= 1;
    },
    /** Slack asked to wait. */
    async close(workspace: string, method: SlackMethod, asked: { readonly channel: string; readonly ms: number }) {
      if (edits !== null && method === SHARED) return edits.close(workspace, asked.ms);
      const { bucket, now } = open(keyOf(workspace, method, asked.channel), RATES[method]);
      bucket.closedUntil = Math.max(bucket.closedUntil, now + asked.ms);
    },
  };
}

/** Fractions add up to a hair less; nobody is told to wait for that. */
const ONE = 1 - 1e-6;

export type Pace = ReturnType<typeof makePace>;
