import { LogLevel } from '@slack/bolt';
import type { SlackLogger } from './calls.ts';

interface Log {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What Bolt and its clients say, as fields of our log: their own words may hold tokens, and are redacted there. */
export function makeSlackLogger(log: Log): NonNullable<SlackLogger> {
  const toFields = (said: readonly unknown[]) => ({
    said: said.map((part) => (part instanceof Error ? part.message : String(part))),
  });
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...said) => log.warn(toFields(said), 'bolt warns'),
    error: (...said) => log.error(toFields(said), 'bolt met an error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
