import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { TransientError } from '../../core/errors.ts';
import type { DeriveWish, MediaStore, Probe } from '../../core/ports/media-store.ts';
import { changesPicture, type Deriving, deriveClip, hasCredentials, needsChatCopy } from './derive.ts';
import { toPath } from './media-path.ts';
import { makeParts, syncFolder } from './parts.ts';

export interface MediaTools {
  readonly probeClip: (path: string) => Promise<Probe>;
  /** Writes a still of the clip to `outPath`; throws when it can't. */
  readonly makePoster: (clipPath: string, outPath: string) => Promise<void>;
  /** Writes the copies for people; throws when it can't. */
  readonly deriveClip?: (deriving: Deriving) => Promise<void>;
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
      const part = await parts.write(bytes, maxBytes).catch(asStorage);
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

    async derive(media, wish) {
      const clipPath = toPath(folder, media);
      const stem = media.slice(0, media.length - extname(media).length);
      const strip = `${stem}.strip.jpg`;
      const chat = `${stem}.${wishKey(wish)}.mp4`;
      let isSame = false;
      try {
        const probe = await tools.probeClip(clipPath);
        const codec = probe.kind === 'clip' ? probe.videoCodec : null;
        isSame = !changesPicture(codec, wish);
        const wantsChat = await needsChatCopy(clipPath, codec, wish);
        const [hasStrip, hasChat] = [await isThere(toPath(folder, strip)), await isThere(toPath(folder, chat))];
        const isDone = hasStrip && (hasChat || !wantsChat);
        if (!isDone)
          await (tools.deriveClip ?? deriveClip)({
            clipPath,
            stripPath: hasStrip ? null : toPath(folder, strip),
            chatPath: wantsChat && !hasChat ? toPath(folder, chat) : null,
            wish,
          });
      } catch (error) {
        report?.(error);
      }
      const [madeStrip, madeChat] = [await sizeOf(toPath(folder, strip)), await sizeOf(toPath(folder, chat))];
      return {
        strip: madeStrip === null ? null : strip,
        chat: madeChat === null ? null : { media: chat, bytes: madeChat, isSame },
        credentials: await hasCredentials(clipPath),
      };
    },

    async free() {
      await mkdir(folder, { recursive: true });
      const { bavail, bsize } = await statfs(folder, { bigint: true });
      return bavail * bsize;
    },
  };
}

/** A full or broken disk is ours to mend; a paid clip waits for it. */
function asStorage(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EMFILE', 'ENFILE'].includes(code)) throw error;
  throw new TransientError('storage', `the disk says ${code}`, { cause: error });
}

/** Loaded for the first clip and not before: they bring a demuxer and a decoder along. */
const TOOLS: MediaTools = {
  probeClip: async (path) => (await import('./probe.ts')).probeClip(path),
  makePoster: async (clipPath, outPath) => (await import('./poster.ts')).makePoster(clipPath, outPath),
};

/** `.mp4` of `SEQ010_SH0040_t03.mp4`; what is odd is left out, so that a name never shapes a path. */
const readExtension = (name: string): string => /\.[a-z0-9]{1,5}$/.exec(name.toLowerCase())?.[0] ?? '';

/** One clip may be shown in several ways: each has its copy. */
const wishKey = (wish: DeriveWish): string =>
  `chat-${createHash('sha256')
    .update(JSON.stringify([wish.matte, wish.mark]))
    .digest('hex')
    .slice(0, 12)}`;

const sizeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    ({ size }) => size,
    () => null,
  );

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
