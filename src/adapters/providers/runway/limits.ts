import type RunwayML from '@runwayml/sdk';
import { TransientError } from '../../../core/errors.ts';
import type { Report } from '../../../core/studio/studio.ts';
import { toReadError } from '../http/to-error.ts';

/** What Runway says of an organization and a model. */
export interface Limits {
  readonly creditBalance: number;
  readonly monthlyCap: number;
  /** null: no limit is told. Above it tasks wait at Runway, as `THROTTLED`. */
  readonly atOnce: number | null;
  readonly aDay: number | null;
  /** Generations of the past day. */
  readonly used: number;
}

/** The count is over the past day, so room comes back bit by bit. */
const LOOK_AGAIN_MS = 15 * 60_000;
/** A look before a paid call: with that call it stays below the time after which a submission is taken for dead. */
const PATIENCE_MS = 10_000;

export async function readLimits(client: RunwayML, model: string): Promise<Limits> {
  const { creditBalance, tier, usage } = await client.organization.retrieve({
    maxRetries: 0,
    timeout: Math.min(client.timeout, PATIENCE_MS),
  });
  const limit = tier.models[model];
  return {
    creditBalance,
    monthlyCap: tier.maxMonthlyCreditSpend,
    atOnce: limit?.maxConcurrentGenerations ?? null,
    aDay: limit?.maxDailyGenerations ?? null,
    used: usage.models[model]?.dailyGenerations ?? 0,
  };
}

/**
 * Reads the limits of the account before a paid call instead of guessing its tier; a daily cap holds a take in the queue
 * before it is sent: throws TransientError `rate_limited`. Limits that can't be read hold nobody up. Resolves to the
 * generations of the past day, null where they can't be read: counted again after an answer was lost, they tell more than nothing.
 */
export async function holdForDay(
  client: RunwayML,
  model: string,
  report: Pick<Report, 'warn'>,
): Promise<number | null> {
  const limits = await readLimits(client, model).catch((error: unknown) => {
    report.warn({ provider: 'runway', error: toReadError(error) }, 'the limits of the account can not be read');
    return null;
  });
  if (limits !== null && limits.aDay !== null && limits.used >= limits.aDay)
    throw new TransientError('rate_limited', `no ${model} generations are left for the past day`, {
      retryAfterMs: LOOK_AGAIN_MS,
    });
  return limits?.used ?? null;
}
