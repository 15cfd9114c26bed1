import type { Micros } from '../../../core/money/micros.ts';

/** A board's job id names its stills in the media store and what they cost, so that any process can go on with it. */
export interface Board {
  readonly cost: Micros | null;
  readonly stills: readonly string[];
}

export const toJobId = ({ cost, stills }: Board): string => ['board', cost ?? 'x', ...stills].join('|');

export function readJobId(jobId: string): Board | null {
  const [kind, cost, ...stills] = jobId.split('|');
  if (kind !== 'board' || cost === undefined || stills.length === 0) return null;
  return { cost: /^\d+$/.test(cost) ? BigInt(cost) : null, stills };
}
