import { basename, join } from 'node:path';
import type { Clip } from '../../core/card/card.ts';
import { escapeText } from './markdown.ts';

/** The clips' bytes, and copies of them that fit. */
export interface ClipFiles {
  localPath(media: string): Promise<string>;
  /** Writes a copy of at most so many bytes, or finds it; null where none fits. */
  fit(clip: { readonly clipPath: string; readonly outPath: string; readonly maxBytes: number }): Promise<number | null>;
  /** Where copies are kept. */
  readonly fitsFolder: string;
  /** A signed link to the stored original; null where the world can't reach this app. */
  linkTo(media: string, fileName: string): string | null;
}

interface Upload {
  readonly path: string;
  readonly name: string;
  readonly contentType: string;
}

/** A clip may have this much of what the guild takes: the request has more in it than the clip. */
const SHARE = 0.95;

/** What is uploaded for a clip: itself, a copy that fits, or a still; and what is said about it. */
export async function fileOf(
  media: ClipFiles,
  clip: Clip,
  limit: number,
): Promise<{ readonly file: Upload | null; readonly isClip: boolean; readonly notes: readonly string[] }> {
  const most = Math.floor(limit * SHARE);
  const path = await media.localPath(clip.media);
  const video = { name: clip.fileName, contentType: 'video/mp4' };
  if (clip.bytes <= most) return { file: { ...video, path }, isClip: true, notes: [] };
  const outPath = join(media.fitsFolder, `${basename(clip.media, '.mp4')}.${most}.mp4`);
  const link = media.linkTo(clip.media, clip.fileName);
  const fitted = await media.fit({ clipPath: path, outPath, maxBytes: most });
  if (fitted !== null)
    return {
      file: { ...video, path: outPath },
      isClip: true,
      notes: [
        `-# Encoded to fit this server${link === null ? '; the original is kept.' : `: [the original](${link})`}`,
      ],
    };
  const where = link === null ? `see it with \`previz show\`, where Previz runs` : `[watch it here](${link})`;
  return {
    file:
      clip.poster === null
        ? null
        : { path: await media.localPath(clip.poster), name: 'still.jpg', contentType: 'image/jpeg' },
    isClip: false,
    notes: [`${escapeText(clip.fileName)} is larger than this server takes: ${where}.`],
  };
}
