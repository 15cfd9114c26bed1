import { BUTTON_VERBS, type Button, type ButtonVerb } from '../../core/card/card.ts';

/** What a press carries. The ids in it are checked by the core; here they are only read. */
export interface Press {
  readonly verb: ButtonVerb;
  readonly target: string;
  readonly argument: string | null;
}

/** All buttons of cards begin with this; forms and the home have ids of their own. */
const PREFIX = 'card';

export const CARD_ACTION = /^card:/;

/** Unique within its message, as Slack wants it. */
export const toActionId = ({ verb }: Pick<Button, 'verb'>, index: number): string => `${PREFIX}:${verb}:${index}`;

export const toButtonValue = ({ target, argument }: Pick<Button, 'target' | 'argument'>): string =>
  JSON.stringify(argument === null ? [target] : [target, argument]);

/** Reads a press; null for what was never a button of ours. */
export function readPress(actionId: string, value: string | undefined): Press | null {
  const [prefix, name] = actionId.split(':');
  const verb = BUTTON_VERBS.find((known) => known === name);
  if (prefix !== PREFIX || verb === undefined) return null;
  const parts = readParts(value ?? '');
  const [target, argument] = parts ?? [];
  return target === undefined ? null : { verb, target, argument: argument ?? null };
}

function readParts(value: string): readonly string[] | null {
  try {
    const parts: unknown = JSON.parse(value);
    return Array.isArray(parts) && parts.every((part) => typeof part === 'string') ? parts : null;
  } catch {
    return null;
  }
}
