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

/** `untouched`: nothing is to be said. `copy`: made for any chat, with a matte or a mark in it. `fitted`: made smaller. */
export type Shown = 'untouched' | 'copy' | 'fitted' | 'still';

interface Chosen {
  readonly file: Upload | null;
  readonly shown: Shown;
}

/**
 * What is uploaded for a clip: the original where the guild takes it and it shows what was asked for; else a copy that fits;
 * else a still.
 */
export async function fileOf(media: ClipFiles, clip: Clip, limit: number): Promise<Chosen> {
  const most = Math.floor(limit * SHARE);
  const original = originalOf(clip);
  const best = original.isSame ? original : clip;
  const upload = async (path: string, shown: Shown): Promise<Chosen> => ({
    file: { path, name: clip.fileName, contentType: 'video/mp4' },
    shown,
  });
  if (original.isSame && original.bytes <= most) return upload(await media.localPath(original.media), 'untouched');
  const hasCopy = clip.bytes <= most;
  // A copy that was made for any chat is far smaller than what a boosted guild takes.
  if (!hasCopy || (original.isSame && clip.bytes < most / 2)) {
    const outPath = join(media.fitsFolder, `${basename(best.media, '.mp4')}.${most}.mp4`);
    const clipPath = await media.localPath(best.media);
    const isMade = most > 0 && (await media.fit({ clipPath, outPath, maxBytes: most })) !== null;
    if (isMade) return upload(outPath, 'fitted');
  }
  if (hasCopy) return upload(await media.localPath(clip.media), original.isSame ? 'fitted' : 'copy');
  const still = clip.poster === null ? null : await media.localPath(clip.poster);
  return {
    file: still === null ? null : { path: still, name: 'still.jpg', contentType: 'image/jpeg' },
    shown: 'still',
  };
}

const originalOf = (clip: Clip) => clip.original ?? { media: clip.media, bytes: clip.bytes, isSame: true };

/** What an uploaded file shows of a clip, by its name and size. */
export function shownIn(clip: Clip, files: readonly { readonly filename: string; readonly size: number }[]): Shown {
  const file = files.find(({ filename }) => filename === clip.fileName);
  if (file === undefined) return 'still';
  const original = originalOf(clip);
  if (original.isSame && file.size === original.bytes) return 'untouched';
  return !original.isSame && file.size === clip.bytes ? 'copy' : 'fitted';
}

/** What is said about it: the original is linked wherever something else is shown. */
export function notesOf(media: Pick<ClipFiles, 'linkTo'>, clip: Clip, shown: Shown): readonly string[] {
  if (shown === 'untouched') return [];
  const link = media.linkTo(originalOf(clip).media, clip.fileName);
  switch (shown) {
    // What was done to it stands on the card already.
    case 'copy':
      return link === null ? [] : [`-# [The original](${link})`];
    case 'fitted':
      return [
        `-# Encoded to fit this server${link === null ? '; the original is kept.' : `: [the original](${link})`}`,
      ];
    case 'still': {
      const where = link === null ? `see it with \`previz show\`, where Previz runs` : `[watch it here](${link})`;
      return [`${escapeText(clip.fileName)} is larger than this server takes: ${where}.`];
    }
  }
}
