import { PermanentError, TransientError, UserError } from '../../core/errors.ts';
import type { MediaStore } from '../../core/ports/media-store.ts';
import type { KeptReference, ReferenceShelf } from '../../core/ports/reference-shelf.ts';
import { openUrl } from '../providers/http/open-url.ts';
import { readPicture } from './read-picture.ts';

/** What chat platforms take for a picture, and more than any model reads. */
const MAX_BYTES = 20 * 1024 * 1024;
const MAX_PIXELS = 40_000_000;
const MAX_CLIP_SECONDS = 20;

export interface ReferenceShelfOptions {
  readonly media: Pick<MediaStore, 'store' | 'localPath' | 'probe'>;
  /** An address that links may lead to beside the public ones: a server of one's own on this machine. */
  readonly own?: string | null;
  /** Pictures that a chat platform keeps to itself: where they are, and what opens them. null: no such picture. */
  readonly openPrivate?: (address: string) => Promise<PrivateAddress | null>;
}

export interface PrivateAddress {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly own: string | null;
}

/** Pictures that people link to: fetched once, checked by their content, kept as they came. */
export function makeReferenceShelf({ media, own = null, openPrivate }: ReferenceShelfOptions): ReferenceShelf {
  return {
    async keep(url) {
      const found = (await openPrivate?.(url).catch(refuse)) ?? { url, headers: {}, own };
      const bytes = await fetchAll(found);
      const picture = readPicture(bytes);
      if (picture === null && isMp4(bytes)) return keepClip(media, bytes);
      if (picture === null)
        throw bad('That reference is not a PNG, JPEG or WebP picture, nor an MP4 clip. Link to the file itself.');
      if (picture.width * picture.height > MAX_PIXELS)
        throw bad('That reference has more than 40 megapixels. Use a smaller one.');
      const stored = await media.store(`reference.${picture.extension}`, once(bytes));
      return { sha256: stored.sha256, mime: picture.mime, media: stored.media };
    },
    lend: ({ media: path }) => media.localPath(path),
  };
}

/** Deleted meanwhile, of another company, kept elsewhere: the platform doesn't hand it out, whoever asks again. */
function refuse(error: unknown): never {
  if (!(error instanceof PermanentError)) throw error;
  throw bad(
    'That picture can’t be fetched from where it was posted. Upload it again, or link to it with --ref.',
    error,
  );
}

const isMp4 = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(4, 8)).toString('latin1') === 'ftyp';

/** A clip that a model makes a character of: it has to play, and to be as short as those are. */
async function keepClip(
  media: ReferenceShelfOptions['media'],
  bytes: Uint8Array,
): Promise<Omit<KeptReference, 'role'>> {
  const stored = await media.store('reference.mp4', once(bytes));
  const probe = await media.probe(stored.media);
  if (probe.kind === 'unplayable') throw bad('That reference clip can’t be played. Link to an MP4 that does.');
  if (probe.seconds > MAX_CLIP_SECONDS)
    throw bad(
      `That reference clip is longer than ${MAX_CLIP_SECONDS} seconds. Cut it to the few that show who is meant.`,
    );
  return { sha256: stored.sha256, mime: 'video/mp4', media: stored.media };
}

async function fetchAll({ url, headers, own }: PrivateAddress): Promise<Uint8Array> {
  try {
    const opened = await openUrl(url, {
      own,
      headers,
      maxBytes: MAX_BYTES,
      limits: { totalMs: 30_000, silenceMs: 10_000 },
    });
    const pieces: Uint8Array[] = [];
    for await (const piece of opened.bytes) pieces.push(piece);
    return Buffer.concat(pieces);
  } catch (error) {
    if (error instanceof PermanentError && error.code === 'clip_too_big')
      throw bad('That reference is larger than 20 MB. Use a smaller one.', error);
    if (error instanceof PermanentError)
      throw bad('That reference can’t be opened: it must be a public https link to a picture.', error);
    if (error instanceof TransientError)
      throw bad('That reference did not load. Check the link, and ask again.', error);
    throw error;
  }
}

const bad = (message: string, cause?: unknown) => new UserError('bad_reference', message, { cause });

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
