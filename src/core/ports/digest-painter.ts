import type { DigestPicture } from '../digest/picture.ts';

/** Draws a digest's picture, outside the main process. */
export interface DigestPainter {
  /** A PNG. May be repeated: the same picture gives the same bytes. Throws when it can't be drawn. */
  paint(picture: DigestPicture): Promise<Uint8Array>;
}
