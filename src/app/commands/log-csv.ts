import type { LogLine } from '../../core/ports/log-store.ts';

const COLUMNS = [
  'take_id',
  'shot',
  'take',
  'parent_take_id',
  'platform',
  'workspace',
  'channel',
  'thread',
  'requested_by',
  'requested_at',
  'brief',
  'template',
  'template_version',
  'prompt',
  'provider',
  'model',
  'params',
  'status',
  'failure',
  'estimate_micros',
  'cost_micros',
  'sha256',
  'media',
  'message_id',
  'decision',
  'votes',
  'disposition',
  'tier',
  'credentials',
  'strip',
  'let_through_by',
] as const satisfies readonly (keyof LogLine)[];

export const toCsvHeader = (): string => `${COLUMNS.join(',')}\r\n`;

/** One line by RFC 4180; what is no plain value is JSON. */
export function toCsvLine(line: LogLine): string {
  return `${COLUMNS.map((name) => toCell(line[name])).join(',')}\r\n`;
}

/** Quoted where it has to be, and never a formula. */
export function toCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  // A spreadsheet would run it as a formula (OWASP, CSV injection).
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
