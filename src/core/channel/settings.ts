import type { Size } from '../command/brief.ts';
import { readDay } from '../command/since.ts';
import { DEFAULT_DIGEST, type DigestSettings, readDigestSettings, toDigestJson } from '../digest/digest-settings.ts';
import type { Micros } from '../money/micros.ts';
import { RATIOS, type Ratio } from '../take/ratio.ts';
import { readMicros, readObject, readText, readWhole } from './read-json.ts';
import { readTimeZone } from './time-zone.ts';

export interface ChannelSettings {
  /** IANA name: where the channel's months, job days and digest weeks begin. */
  readonly timeZone: string;
  readonly defaults: TakeDefaults;
  readonly budget: ChannelBudget;
  readonly digest: DigestSettings;
}

/** What a brief that doesn't say gets. */
export interface TakeDefaults {
  readonly seconds: number;
  readonly ratio: Ratio;
  /** Pixels of the encoded picture. */
  readonly size: Size;
  /** null: the installation's own choice. */
  readonly template: string | null;
  readonly takes: number;
}

/** A channel counts by month, by day, or by job: one total until the job's last day (`YYYY-MM-DD`, still in; null: no end). */
export type ChannelBudget =
  | { readonly kind: 'month' | 'day' }
  | { readonly kind: 'job'; readonly job: string; readonly cap: Micros; readonly endsOn: string | null };

export const DEFAULT_TAKE: TakeDefaults = {
  seconds: 5,
  ratio: '16:9',
  size: { width: 1280, height: 720 },
  template: null,
  takes: 1,
};

export const DEFAULT_SETTINGS: ChannelSettings = {
  timeZone: 'UTC',
  defaults: DEFAULT_TAKE,
  budget: { kind: 'month' },
  digest: DEFAULT_DIGEST,
};

/** Stored settings, gaps filled with the defaults; never throws. A job whose total can't be read has nothing to spend. */
export function readSettings(json: unknown): ChannelSettings {
  const from = readObject(json);
  return {
    timeZone: readTimeZone(readText(from['timeZone'], '')) ?? DEFAULT_SETTINGS.timeZone,
    defaults: readTakeDefaults(from['defaults']),
    budget: readBudget(from['budget']),
    digest: readDigestSettings(from['digest']),
  };
}

/** What `readSettings` reads back: plain JSON, micros as decimal strings. */
export function toSettingsJson(settings: ChannelSettings) {
  const { budget, digest } = settings;
  return {
    ...settings,
    budget: budget.kind === 'job' ? { ...budget, cap: budget.cap.toString() } : budget,
    digest: toDigestJson(digest),
  };
}

/** A job number as teams write it: `1234`, `24-113`, `26/114`, `NIKE.07`; null when it can't be one. */
export function readJobNumber(text: string): string | null {
  const trimmed = text.trim();
  return /^[\p{L}\p{N}_./-]{1,32}$/u.test(trimmed) ? trimmed : null;
}

function readTakeDefaults(json: unknown): TakeDefaults {
  const from = readObject(json);
  const size = readObject(from['size']);
  return {
    seconds: readWhole(from['seconds'], { min: 1, max: 600 }, DEFAULT_TAKE.seconds),
    ratio: RATIOS.find((ratio) => ratio === from['ratio']) ?? DEFAULT_TAKE.ratio,
    size: {
      width: readWhole(size['width'], { min: 16, max: 8192 }, DEFAULT_TAKE.size.width),
      height: readWhole(size['height'], { min: 16, max: 8192 }, DEFAULT_TAKE.size.height),
    },
    template: readText(from['template'], null),
    takes: readWhole(from['takes'], { min: 1, max: 20 }, DEFAULT_TAKE.takes),
  };
}

function readBudget(json: unknown): ChannelBudget {
  const from = readObject(json);
  const job = readJobNumber(String(from['job'] ?? ''));
  if (from['kind'] === 'day') return { kind: 'day' };
  if (from['kind'] !== 'job' || job === null) return DEFAULT_SETTINGS.budget;
  return { kind: 'job', job, cap: readMicros(from['cap'], 0n), endsOn: readDay(readText(from['endsOn'], '')) };
}
