import type { Card } from '../card/card.ts';
import { problemCard } from '../card/notes.ts';
import type { Brief } from '../command/brief.ts';
import type { Model } from '../model/model.ts';

/** Why a wish can't be planned, and what to do instead. Nothing is reserved. */
export interface PlanProblem {
  readonly kind: 'problem';
  readonly card: Card;
}

export function retired(model: Model): PlanProblem {
  const next =
    model.successor === null
      ? '/previz models lists the others.'
      : `Its successor is ${model.successor}: use --model ${model.successor}.`;
  return problem({
    code: 'bad_value',
    word: model.name,
    hint: `${model.title} was switched off by its vendor on ${model.retiredOn}. ${next}`,
  });
}

export const notExtended = () =>
  problem({
    code: 'bad_value',
    word: 'extend',
    hint: 'Its provider has that clip no longer, or can’t extend it. A retake or a longer take makes a new one.',
  });

/** Nothing is reserved for what could never be sent. */
export const notSetUp = (model: Model) =>
  problem({
    code: 'bad_value',
    word: model.name,
    hint: `${model.title} is not set up here. Whoever runs Previz adds its key; /previz models lists what can be used.`,
  });

export function missingPicture(model: Model, { refs }: Brief): PlanProblem | null {
  const role = model.needsReference ?? null;
  if (role === null || refs.some((ref) => ref.role === role)) return null;
  return problem({
    code: 'bad_value',
    word: model.name,
    hint: `${model.title} sets a picture in motion: add one with --ref ${role}:https://…`,
  });
}

export const problem = (found: {
  readonly code: Parameters<typeof problemCard>[0]['code'];
  readonly word: string;
  readonly hint: string;
}): PlanProblem => ({
  kind: 'problem',
  card: problemCard({ kind: 'problem', nearest: [], ...found }),
});

/** Refused here, where it costs nothing, and not by the provider, which reads no further. */
export const tooLong = (model: Model, length: number): PlanProblem =>
  problem({
    code: 'bad_value',
    word: model.name,
    hint: `${model.title} reads ${model.promptLimit} characters at most, and this description has ${length}. Shorten it, or take another model.`,
  });
