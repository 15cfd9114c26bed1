import { setTimeout as pause } from 'node:timers/promises';
import { PermanentError } from '../../core/errors.ts';
import type { ThreadRef, WorkspaceId } from '../../core/ids.ts';
import type { Call } from './calls.ts';
import { hasCode } from './errors.ts';
import type { SlackPictures } from './store.ts';
import type { Picture } from './to-blocks.ts';
import { completeUpload, isUploadRefused, type MediaReader, uploadFile } from './upload.ts';

/** A picture of a card. `wide` ones are made to be read; the others are thumbnails. */
export interface CardPicture {
  readonly media: string;
  readonly alt: string;
  readonly wide: boolean;
}

interface PictureDeps {
  readonly call: Call;
  readonly media: MediaReader;
  readonly pictures: SlackPictures;
  readonly linkTo: (media: string, fileName: string) => string | null;
}

/**
 * Where Slack gets a card's pictures. One made to be read is a file of Slack's own, so it needs no public address and
 * outlives a link; it is in no channel, and the blocks that name it show it. A thumbnail is a link where there is a
 * public address, and else such a file, too.
 */
export const makePictures =
  (deps: PictureDeps) =>
  async (place: ThreadRef, wanted: readonly CardPicture[]): Promise<(media: string) => Picture> => {
    const found = new Map<string, Picture>();
    for (const picture of wanted) found.set(picture.media, await findPicture(deps, place, picture));
    return (media) => found.get(media) ?? null;
  };

async function findPicture(deps: PictureDeps, place: ThreadRef, { media, alt, wide }: CardPicture): Promise<Picture> {
  const url = deps.linkTo(media, nameOf(media));
  const fileId = wide || url === null ? await ownFile(deps, place, { media, alt }) : null;
  if (fileId !== null) return { fileId };
  return url === null ? null : { url };
}

const nameOf = (media: string): string => media.split('/').at(-1) ?? media;

/**
 * Uploaded once a workspace, however often its card is drawn. An upload that nobody remembers is seen by nobody. null
 * where Slack takes none, or the bytes are gone: the card's words go all the same.
 */
async function ownFile(
  deps: PictureDeps,
  place: ThreadRef,
  { media, alt }: Pick<CardPicture, 'media' | 'alt'>,
): Promise<string | null> {
  const { workspace } = place;
  const known = await deps.pictures.find(workspace, media);
  if (known !== null) return known;
  try {
    const id = await uploadFile(deps, workspace, { media, name: nameOf(media), alt });
    await completeUpload(deps.call, null, { workspace, id, title: nameOf(media), comment: '' });
    await untilReady(deps.call, workspace, id);
    return await deps.pictures.keep(workspace, media, id);
  } catch (error) {
    if (isUploadRefused(error) || isMissing(error)) return null;
    throw error;
  }
}

const isMissing = (error: unknown): boolean =>
  hasCode(error, 'missing_scope') || (error instanceof Error && 'code' in error && error.code === 'ENOENT');

/** Slack looks at a file before blocks may name it (python-slack-sdk #1521): looked at in these steps. */
const LOOK_MS = [50, 150, 300, 500, 1_000, 2_000, 3_000] as const;

interface Info {
  readonly file?: { readonly mimetype?: string };
}

async function untilReady(call: Call, workspace: WorkspaceId, file: string): Promise<void> {
  for (const waitMs of LOOK_MS) {
    try {
      const info = await call<Info>(workspace, 'files.info', { file });
      if ((info.file?.mimetype ?? '') !== '') return;
    } catch (error) {
      // Not there yet, or not ours to look at: the post will tell.
      if (!(error instanceof PermanentError)) throw error;
    }
    await pause(waitMs);
  }
}
