import { createReadStream } from 'node:fs';
import { access, mkdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { MediaStore, Probe } from '../../core/ports/media-store.ts';
import { makeParts, syncFolder } from './parts.ts';

export interface MediaTools {
  readonly probeClip: (path: string) => Promise<Probe>;
  /** Writes a still of the clip to `outPath`; throws when it can't. */
  readonly makePoster: (clipPath: string, outPath: string) => Promise<void>;
}

export interface MediaStoreOptions {
  readonly folder: string;
  readonly tools?: MediaTools;
  /** A clip without a poster is still a clip: whoever runs Previz is told. */
  readonly report?: (error: unknown) => void;
  readonly maxBytes?: bigint;
}

/** Pre-viz clips are seconds long: more than this is not one. */
const MAX_BYTES = 1n << 30n;
const POSTER = '.poster.jpg';

/**
 * Clips as files, named for their bytes: `takes/<first two>/<sha256>.mp4`, and the poster beside it. The same bytes are one
 * file, whichever workspace they were made for; who may see it is decided where links are made.
 */
export function makeMediaStore({ folder, tools = TOOLS, report, maxBytes = MAX_BYTES }: MediaStoreOptions): MediaStore {
  const parts = makeParts(join(folder, '.parts'));

  return {
    async store(name, bytes) {
      const part = await parts.write(bytes, maxBytes);
      try {
        const media = `takes/${part.sha256.slice(0, 2)}/${part.sha256}${readExtension(name)}`;
        const path = toPath(folder, media);
        await mkdir(dirname(path), { recursive: true });
        // Over a file of the same name, too: it has these bytes, or it was damaged.
        await rename(part.path, path);
        await syncFolder(dirname(path));
        return { sha256: part.sha256, media, bytes: part.bytes };
      } finally {
        await rm(part.path, { force: true });
      }
    },

    async open(media) {
      const path = toPath(folder, media);
      await access(path);
      return createReadStream(path);
    },

    async localPath(media) {
      const path = toPath(folder, media);
      await access(path);
      return path;
    },

    async probe(media) {
      return tools.probeClip(toPath(folder, media));
    },

    async poster(media) {
      const poster = `${media.slice(0, media.length - extname(media).length)}${POSTER}`;
      const path = toPath(folder, poster);
      if (await isThere(path)) return poster;
      const part = await parts.name('.jpg');
      try {
        await tools.makePoster(toPath(folder, media), part);
        await rename(part, path);
        return poster;
      } catch (error) {
        report?.(error);
        return null;
      } finally {
        await rm(part, { force: true });
      }
    },

    async free() {
      await mkdir(folder, { recursive: true });
      const { bavail, bsize } = await statfs(folder, { bigint: true });
      return bavail * bsize;
    },
  };
}

/** Loaded for the first clip and not before: they bring a demuxer and a decoder along. */
const TOOLS: MediaTools = {
  probeClip: async (path) => (await import('./probe.ts')).probeClip(path),
  makePoster: async (clipPath, outPath) => (await import('./poster.ts')).makePoster(clipPath, outPath),
};

/** `.mp4` of `SEQ010_SH0040_t03.mp4`; what is odd is left out, so that a name never shapes a path. */
const readExtension = (name: string): string => /\.[a-z0-9]{1,5}$/.exec(name.toLowerCase())?.[0] ?? '';

function toPath(folder: string, media: string): string {
  const steps = media.split('/');
  if (steps.some((step) => !/^\w[\w.-]*$/.test(step))) throw new Error(`not a stored file: ${media}`);
  return join(folder, ...steps);
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
