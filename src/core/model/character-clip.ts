import type { KeptReference } from '../ports/reference-shelf.ts';
import type { Model } from './model.ts';

/** A character made of a clip is known to the model by this name, so the prompt has to say it. */
export const CHARACTER_NAME = 'Character';

const isClip = ({ mime }: Pick<KeptReference, 'mime'>): boolean => mime.startsWith('video/');

/** Who is in the reference clip plays in the shot: without the name in the prompt the model would leave them out. */
export const withCharacter = (prompt: string, references: readonly KeptReference[]): string =>
  references.some(isClip) && !prompt.includes(CHARACTER_NAME) ? `${prompt} ${CHARACTER_NAME} plays in it.` : prompt;

/** A picture where a clip is wanted, or a clip where a picture is; null: all fit. */
export function misfitOf(model: Model, references: readonly KeptReference[]): string | null {
  const found = references.find((reference) => isClip(reference) !== (model.clips?.includes(reference.role) ?? false));
  if (found === undefined) return null;
  return isClip(found)
    ? `${model.title} takes a picture as its ${found.role} reference, and this is a clip.`
    : `${model.title} makes its ${found.role} of a clip: link to an MP4 of a few seconds.`;
}
