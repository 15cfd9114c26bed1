/** Why takes ended without a clip, short enough for a row of them. What isn't here is shown by its code. */
const CAUSES: Readonly<Record<string, string>> = {
  canceled: 'canceled',
  no_output: 'no clip came',
  corrupt: 'clip damaged',
  expired: 'clip deleted too early',
  moderation_prompt: 'words refused',
  moderation_output: 'picture held back',
  credentials: 'key refused',
  out_of_credit: 'no credit',
  model_retired: 'model retired',
  invalid_request: 'settings refused',
  provider_failed: 'provider failed',
  out_of_room: 'no room',
  spending_stopped: 'spending stopped',
  not_charged: 'lost, not charged',
  lost: 'lost',
  internal: 'our own bug',
};

export const toCauseWords = (cause: string): string => (Object.hasOwn(CAUSES, cause) ? CAUSES[cause] : null) ?? cause;
