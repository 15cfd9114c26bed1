import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type OpenAI from 'openai';
import { TransientError, UncertainError } from '../../../core/errors.ts';
import type { ReferenceInput } from '../../../core/ports/video-provider.ts';
import { readCode } from '../http/openai-codes.ts';
import { isStatus, toSubmitError } from '../http/to-error.ts';

/** Well below the time after which a submission is taken for dead, with the paid call still to come. */
const TIMEOUT_MS = 20_000;

/** What goes up before the paid call, free and by itself no render; the same bytes go up once a process. */
export interface Uploads {
  /** The id of the picture as a file; null where the server keeps no files. */
  file(picture: ReferenceInput): Promise<string | null>;
  /** The id of the character that the server makes of a clip. */
  character(clip: ReferenceInput, name: string): Promise<string>;
}

export function makeUploads(client: Pick<OpenAI, 'post'>): Uploads {
  const known = new Map<string, Promise<string | null>>();
  let keepsFiles = true;

  const once = (key: string, upload: () => Promise<string | null>): Promise<string | null> => {
    const found = known.get(key) ?? upload();
    known.set(key, found);
    // What went wrong is tried again with the next take.
    found.catch(() => known.delete(key));
    return found;
  };

  const send = async (path: string, body: FormData): Promise<string> => {
    const answer: unknown = await client.post(path, { body, timeout: TIMEOUT_MS });
    const id = typeof answer === 'object' && answer !== null && 'id' in answer ? answer.id : null;
    if (typeof id !== 'string' || id === '') throw new TransientError('not_sent', 'the upload got no id');
    return id;
  };

  return {
    file: async (picture) => {
      if (!keepsFiles) return null;
      return once(`file ${picture.sha256}`, async () => {
        const form = new FormData();
        form.set('purpose', 'vision');
        form.set('file', await toBlob(picture), basename(picture.path));
        try {
          return await send('/files', form);
        } catch (error) {
          if (!isStatus(error, 404, 405, 501)) throw toUploadError(error);
          keepsFiles = false;
          return null;
        }
      });
    },

    async character(clip, name) {
      const id = await once(`character ${clip.sha256} ${name}`, async () => {
        const form = new FormData();
        form.set('name', name);
        form.set('video', await toBlob(clip), basename(clip.path));
        return send('/videos/characters', form).catch((error: unknown) => {
          throw toUploadError(error);
        });
      });
      if (id === null) throw new TransientError('not_sent', 'the character got no id');
      return id;
    },
  };
}

const toBlob = async ({ path, mime }: ReferenceInput) => new Blob([await readFile(path)], { type: mime });

/** An upload without an answer costs nothing, and the paid call was not made: it is tried again. */
function toUploadError(cause: unknown): Error {
  if (cause instanceof TransientError) return cause;
  const error = toSubmitError(cause, readCode);
  return error instanceof UncertainError ? new TransientError('not_sent', 'an upload got no answer', { cause }) : error;
}
