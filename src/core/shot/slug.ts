/** A shot's name: `PV-0042`, or the team's own, `SEQ010_SH0040`. Always upper case. */
export type Slug = string;

const SHAPE = /^[a-z0-9_-]{2,40}$/i;

/**
 * A letter, and a digit or an underscore: so that `well-known` and `horse` are words of a scene and never a shot.
 */
export const isSlug = (word: string): boolean => SHAPE.test(word) && /[a-z]/i.test(word) && /[0-9_]/.test(word);

/** The slug in its one spelling (upper case), or null when the word is no slug. */
export const readSlug = (word: string): Slug | null => (isSlug(word) ? word.toUpperCase() : null);

/** The name given to a shot that its team did not name: 42 becomes `PV-0042`. */
export const toNumberedSlug = (number: number): Slug => `PV-${String(number).padStart(4, '0')}`;

/** `SEQ010_SH0040_t03.mp4`: what a downloaded clip is called. */
export const toFileName = (slug: Slug, take: number): string => `${slug}_t${String(take).padStart(2, '0')}.mp4`;
