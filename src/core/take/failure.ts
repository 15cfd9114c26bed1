/** Why a take failed or was refused: codes that decisions read; words for people are made from them in the cards. */
export const FAILURE_CODES = [
  'no_output',
  'corrupt',
  'expired',
  'source_gone',
  'moderation_prompt',
  'moderation_output',
  'credentials',
  'out_of_credit',
  'model_retired',
  'invalid_request',
  'provider_failed',
  'out_of_room',
  'spending_stopped',
  'not_charged',
  'lost',
  'internal',
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];
