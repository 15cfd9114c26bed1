import type { Micros } from '../../../core/money/micros.ts';

/** A still that is kept on one machine only: the media store could not take it. */
export const NOT_SHARED = '-';

/** A board's job id names its stills in the media store and what they cost, so that any process can go on with it. */
export interface Board {
  /** Of the attempt: two boards of the same stills are two jobs. */
  readonly clientRef: string;
  readonly cost: Micros | null;
  readonly stills: readonly string[];
}

export const toJobId = ({ clientRef, cost, stills }: Board): string =>
  ['board', clientRef, cost ?? 'x', ...stills].join('|');

export function readJobId(jobId: string): Board | null {
  const [kind, clientRef, cost, ...stills] = jobId.split('|');
  if (kind !== 'board' || clientRef === undefined || cost === undefined || stills.length === 0) return null;
  return { clientRef, cost: /^\d+$/.test(cost) ? BigInt(cost) : null, stills };
}
