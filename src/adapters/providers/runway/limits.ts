import type RunwayML from '@runwayml/sdk';
import { TransientError } from '../../../core/errors.ts';
import type { Report } from '../../../core/studio/studio.ts';
import { toReadError } from '../http/to-error.ts';

/** What Runway says of an organization: per model, how many at once and in a day. */
export interface Limits {
  readonly creditBalance: number;
  /** Generations of the past day that are left; null: no limit is told. */
  leftToday(model: string): number | null;
}

const FRESH_MS = 60_000;
/** The count is over the past day, so room comes back bit by bit. */
const LOOK_AGAIN_MS = 15 * 60_000;

/** Reads the limits of the account instead of guessing its tier; a daily cap holds a take in the queue before it is sent. */
export function makeLimits(client: RunwayML, report: Pick<Report, 'warn'>) {
  let known: { readonly limits: Limits; readonly at: number } | null = null;

  const read = async (): Promise<Limits> => {
    if (known !== null && performance.now() - known.at < FRESH_MS) return known.limits;
    const { creditBalance, tier, usage } = await client.organization.retrieve({ maxRetries: 1 });
    const limits: Limits = {
      creditBalance,
      leftToday(model) {
        const most = tier.models[model]?.maxDailyGenerations ?? null;
        return most === null ? null : most - (usage.models[model]?.dailyGenerations ?? 0);
      },
    };
    known = { limits, at: performance.now() };
    return limits;
  };

  return {
    read,
    /** Throws TransientError `rate_limited` where the day is used up. Limits that can't be read hold nobody up. */
    async hold(model: string): Promise<void> {
      const limits = await read().catch((error: unknown) => {
        report.warn({ provider: 'runway', error: toReadError(error) }, 'the limits of the account can not be read');
        return null;
      });
      const left = limits?.leftToday(model) ?? null;
      if (left !== null && left <= 0)
        throw new TransientError('rate_limited', `no ${model} generations are left for the past day`, {
          retryAfterMs: LOOK_AGAIN_MS,
        });
    },
  };
}
