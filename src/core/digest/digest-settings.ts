import { readFlag, readMicros, readObject, readWhole } from '../channel/read-json.ts';
import type { Micros } from '../money/micros.ts';

/** When a channel hears its digest, in its own time zone, and what of it. */
export interface DigestSettings {
  readonly on: boolean;
  /** ISO weekday: 1 is Monday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  /** When this was set, in milliseconds: what ought to have come before is nobody's debt. null: never changed. */
  readonly since: number | null;
  /** Takes and money by person: off unless a channel wants it. */
  readonly people: boolean;
  /** What a shot took before Previz; null: nobody said. */
  readonly baseline: Baseline | null;
}

export interface Baseline {
  readonly minutes: number;
  readonly cost: Micros;
}

/** Monday 09:00 (design §9). */
export const DEFAULT_DIGEST: DigestSettings = {
  on: true,
  weekday: 1,
  hour: 9,
  minute: 0,
  since: null,
  people: false,
  baseline: null,
};

const MAX_MINUTES = 60 * 24 * 365;

/** Stored JSON, gaps filled with the defaults; never throws. `previz_due_digests` reads the same fields in the same way. */
export function readDigestSettings(json: unknown): DigestSettings {
  const from = readObject(json);
  const since = from['since'];
  return {
    on: readFlag(from['on'], DEFAULT_DIGEST.on),
    weekday: readWhole(from['weekday'], { min: 1, max: 7 }, DEFAULT_DIGEST.weekday),
    hour: readWhole(from['hour'], { min: 0, max: 23 }, DEFAULT_DIGEST.hour),
    minute: readWhole(from['minute'], { min: 0, max: 59 }, DEFAULT_DIGEST.minute),
    since: typeof since === 'number' && Number.isSafeInteger(since) ? since : null,
    people: readFlag(from['people'], DEFAULT_DIGEST.people),
    baseline: readBaseline(from['baseline']),
  };
}

/** Plain JSON that `readDigestSettings` reads back. */
export const toDigestJson = ({ baseline, ...settings }: DigestSettings) => ({
  ...settings,
  baseline: baseline === null ? null : { minutes: baseline.minutes, cost: baseline.cost.toString() },
});

function readBaseline(json: unknown): Baseline | null {
  const from = readObject(json);
  const minutes = readWhole(from['minutes'], { min: 0, max: MAX_MINUTES }, -1);
  const cost = readMicros(from['cost'], -1n);
  return minutes < 0 || cost < 0n ? null : { minutes, cost };
}
