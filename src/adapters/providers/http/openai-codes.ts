import type { CodeReader } from './to-error.ts';

/** Codes of OpenAI and of the gateways before it (facts: providers §1.1); a decision never reads the message. */
const MODERATION = new Set([
  'moderation_blocked',
  'sentinel_block',
  'content_policy_violation',
  'content_filter',
  'safety_violation',
]);

export const isModeration = (code: string): boolean => MODERATION.has(code);

export const readCode: CodeReader = (code) => {
  if (isModeration(code)) return 'moderation_prompt';
  switch (code) {
    case 'model_not_found':
    case 'model_deprecated':
    case 'model_not_available':
      return 'model_retired';
    case 'insufficient_quota':
    case 'billing_hard_limit_reached':
      return 'out_of_credit';
    case 'invalid_api_key':
      return 'credentials';
    default:
      return null;
  }
};
