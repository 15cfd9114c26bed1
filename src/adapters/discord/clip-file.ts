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

interface Chosen {
  readonly file: Upload | null;
  readonly isClip: boolean;
  /** What is said about it. */
  readonly notes: readonly string[];
}

/**
 * What is uploaded for a clip: the original where the guild takes it and it shows what was asked for; else a copy that fits;
 * else a still. The original is linked wherever something else is shown.
 */
export async function fileOf(media: ClipFiles, clip: Clip, limit: number): Promise<Chosen> {
  const most = Math.floor(limit * SHARE);
  const original = clip.original ?? { media: clip.media, bytes: clip.bytes, isSame: true };
  const best = original.isSame ? original : clip;
  const upload = async (path: string, notes: readonly string[]): Promise<Chosen> => ({
    file: { path, name: clip.fileName, contentType: 'video/mp4' },
    isClip: true,
    notes,
  });
  if (original.isSame && original.bytes <= most) return upload(await media.localPath(original.media), []);
  const link = media.linkTo(original.media, clip.fileName);
  const kept = `-# Encoded to fit this server${link === null ? '; the original is kept.' : `: [the original](${link})`}`;
  const hasCopy = clip.bytes <= most;
  // A copy that was made for any chat is far smaller than what a boosted guild takes.
  if (!hasCopy || (original.isSame && clip.bytes < most / 2)) {
    const outPath = join(media.fitsFolder, `${basename(best.media, '.mp4')}.${most}.mp4`);
    const clipPath = await media.localPath(best.media);
    if ((await media.fit({ clipPath, outPath, maxBytes: most })) !== null) return upload(outPath, [kept]);
  }
  if (hasCopy) return upload(await media.localPath(clip.media), original.isSame || link !== null ? [kept] : []);
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
