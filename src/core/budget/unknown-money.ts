import type { Micros } from '../money/micros.ts';

export type UnknownChoice = 'charged' | 'not-charged';

export interface UnknownQuestion {
  readonly amount: Micros;
  /** When the take became `unknown`. */
  readonly since: Date;
  readonly at: Date;
  readonly isRequester: boolean;
  readonly isOwner: boolean;
}

const SMALL: Micros = 1_000_000n;
const PROOF_WINDOW_MS = 24 * 3_600_000;

/**
 * What a person may say about money whose fate is unknown (design §9): below $1 the requester may choose Charged at
 * once; after 24 hours without proof a budget owner chooses either. Nobody else, and nobody earlier, frees held money.
 */
export function choicesOf(question: UnknownQuestion): readonly UnknownChoice[] {
  const isOld = question.at.getTime() - question.since.getTime() >= PROOF_WINDOW_MS;
  if (question.isOwner && isOld) return ['charged', 'not-charged'];
  return question.isRequester && question.amount < SMALL ? ['charged'] : [];
}
