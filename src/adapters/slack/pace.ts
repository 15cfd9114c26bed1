import { TransientError } from '../../core/errors.ts';

/** A bucket of calls: so many at once, refilled so many a second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** https://docs.slack.dev/apis/web-api/rate-limits — kept below the tiers, so that Slack never has to say it. */
const TIERS: Readonly<Record<string, Rate>> = {
  // One message a second and channel, bursts allowed.
  'chat.postMessage': { burst: 8, perSecond: 1 },
  'chat.postEphemeral': { burst: 50, perSecond: 100 / 60 },
  // A workspace's budget of edits; tier 3 would be 50 a minute.
  'chat.update': { burst: 20, perSecond: 40 / 60 },
};

/** A bucket that all processes draw from: a workspace's edits. */
export interface SharedBucket {
  /** Takes one call out of it, and resolves to 0; else to the milliseconds after which there may be one. */
  take(workspace: string, rate: Rate): Promise<number>;
  /** Slack asked to wait. */
  close(workspace: string, ms: number): Promise<void>;
}

const SHARED = 'chat.update';

/** Methods whose bucket is the channel's, not the workspace's. */
const BY_CHANNEL = new Set(['chat.postMessage']);

/**
 * Own pacing by method and by channel. A call that would be too fast is not made: it throws TransientError with the
 * time at which the queue may try again. What Slack itself says (Retry-After) closes the bucket until then.
 */
export function makePace(clock: { now(): Date }, edits: SharedBucket | null = null) {
  const buckets = new Map<string, { level: number; at: number; closedUntil: number }>();
  const open = (key: string, rate: Rate) => {
    const now = clock.now().getTime();
    const known = buckets.get(key) ?? { level: rate.burst, at: now, closedUntil: 0 };
    const refilled = Math.min(rate.burst, known.level + (Math.max(now - known.at, 0) / 1_000) * rate.perSecond);
    const bucket = { ...known, level: refilled, at: now };
    buckets.set(key, bucket);
    return { bucket, now };
  };
  const keyOf = (workspace: string, method: string, channel: string) =>
    `${workspace} ${method} ${BY_CHANNEL.has(method) ? channel : ''}`;

  const wait = (method: string, ms: number) =>
    new TransientError('paced', `${method} waits for its turn`, { retryAfterMs: Math.ceil(ms) });

  return {
    /** Takes one call out of the bucket. */
    async take(workspace: string, method: string, channel: string): Promise<void> {
      const rate = TIERS[method] ?? FREE;
      if (edits !== null && method === SHARED) {
        const waitMs = await edits.take(workspace, rate);
        if (waitMs > 0) throw wait(method, waitMs);
        return;
      }
      const { bucket, now } = open(keyOf(workspace, method, channel), rate);
      const waitMs = Math.max(
        bucket.closedUntil - now,
        bucket.level >= 1 ? 0 : ((1 - bucket.level) / rate.perSecond) * 1_000,
      );
      if (waitMs > 0) throw wait(method, waitMs);
      bucket.level -= 1;
    },
    /** Slack asked to wait. */
    async close(workspace: string, method: string, asked: { readonly channel: string; readonly ms: number }) {
      if (edits !== null && method === SHARED) return edits.close(workspace, asked.ms);
      const { bucket, now } = open(keyOf(workspace, method, asked.channel), TIERS[method] ?? FREE);
      bucket.closedUntil = Math.max(bucket.closedUntil, now + asked.ms);
    },
  };
}

export type Pace = ReturnType<typeof makePace>;

const FREE: Rate = { burst: 1_000, perSecond: 1_000 };
